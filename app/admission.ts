import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { type Actor, isAllowed, LOCAL_OWNER } from "@/lib/team/actor";
import type { Permission } from "@/lib/team/policy";
import { readSession, type SignedIn } from "@/lib/team/sessions.server";
import { cookieName } from "./api/cookie";
import { getServices, type Services } from "./services";

/** Who opens a page; null in local access, and for whoever is not signed in. */
async function whoOpens({ access, env, now }: Services): Promise<SignedIn | null> {
  const token = (await cookies()).get(cookieName(env))?.value;
  return access && token ? readSession(access, token, now()) : null;
}

/**
 * Lets somebody into the workspace, or sends them to the door. Pages hold nothing private themselves, so that what counts
 * is the same question before every answer of the API; this one saves people an empty page.
 */
export async function admit(services: Services | null): Promise<SignedIn | null> {
  if (!services?.access) return null;
  const session = await whoOpens(services);
  if (session) return session;
  const path = (await headers()).get("x-patchbay-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** Who looks at a page: whoever is signed in, or the one person of local access. */
export async function viewerOf(services: Services): Promise<Actor> {
  return (await admit(services)) ?? LOCAL_OWNER;
}

/** Whether somebody is shown the way to what needs a permission; in local access the one person is. */
export async function isShown(permission: Permission): Promise<boolean> {
  const session = await admit(await getServices().catch(() => null));
  return !session || isAllowed(session, permission);
}

/** For pages of those who may; in local access the one person may everything. */
export async function requirePage(permission: Permission): Promise<void> {
  // When the services do not come up, the page does, and says why.
  const session = await admit(await getServices().catch(() => null));
  if (session && !isAllowed(session, permission)) notFound();
}

/** For pages of team access alone, and of those who may. */
export async function requireTeamPage(permission: Permission): Promise<void> {
  const services = await getServices();
  const session = await admit(services);
  if (!session || !isAllowed(session, permission)) notFound();
}

/** For the pages before the door: there are none in local access, and whoever is in needs none. */
export async function standAtDoor({ leave }: { leave: boolean }): Promise<void> {
  const services = await getServices();
  if (!services.access) notFound();
  if (leave && (await whoOpens(services))) redirect("/");
}
