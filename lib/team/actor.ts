import { AppError } from "@/lib/core/errors";
import { isGranted, type Permission, type Role } from "./policy";

export type Actor = { memberId: string; role: Role };

export const isAllowed = ({ role }: Pick<Actor, "role">, permission: Permission): boolean =>
  isGranted(role, permission);

/** @throws AppError `forbidden` unless the actor's role grants the permission */
export function requirePermission(actor: Pick<Actor, "role">, permission: Permission): void {
  if (!isAllowed(actor, permission)) throw new AppError("forbidden");
}

/** A key may what keys may, and never more than its owner. @throws AppError `forbidden` */
export function requireKeyPermission(owner: Pick<Actor, "role">, permission: Permission): void {
  if (isGranted("key", permission) && isAllowed(owner, permission)) return;
  const message = "The role of this key's owner does not allow this.";
  throw new AppError("forbidden", {}, { message });
}

/** The one member whose usage an actor may see; undefined for those who may see everyone's. */
export const usageScope = (actor: Actor): string | undefined =>
  isAllowed(actor, "usage:all") ? undefined : actor.memberId;

/** The one person of local access, who needs no sign-in. In team access the owner's things are kept under this id. */
export const LOCAL_OWNER: Actor = { memberId: "00000000-0000-7000-8000-000000000001", role: "owner" };
