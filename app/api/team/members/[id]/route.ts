import { requireId } from "@/lib/core/require-id";
import { changeMember, removeMember } from "@/lib/team/members.server";
import { MemberChange } from "@/lib/team/team-request";
import { team } from "../../../team-handler";

type Params = { id: string };

export const PATCH = team<Params>("team:write", async ({ actor, body, caller, params, services }) => {
  const { db, keyring, now } = services;
  await changeMember(db, actor, requireId(params.id), await body(MemberChange), caller, now());
  keyring.forget();
  return new Response(null, { status: 204 });
});

export const DELETE = team<Params>("team:write", async ({ actor, caller, params, services }) => {
  await removeMember(services.db, actor, requireId(params.id), caller, services.now());
  services.keyring.forget();
  return new Response(null, { status: 204 });
});
