import "server-only";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type Actor, isAllowed, LOCAL_OWNER } from "@/lib/team/actor";
import type { Permission } from "@/lib/team/policy";
import { readSession, type SignedIn } from "@/lib/team/sessions.server";
import { cookieName } from "./api/cookie";
import { getServices, type Services } from "./services";

/** Who opens a page; null in local access, and for whoever is not signed in. A page and its frame ask once together. */
export const whoOpens = cache(async ({ access, env, now }: Services): Promise<SignedIn | null> => {
  const token = (await cookies()).get(cookieName(env))?.value;
  return access && token ? readSession(access, token, now()) : null;
});

/** What follows the question mark, as Next hands it to a page. */
export type Query = Promise<Record<string, string | string[] | undefined>>;

/**
 * Lets somebody into a page, or sends them to the door, which leads back here. Each page asks, for the frame around them
 * does not know which one it is. Pages hold nothing private themselves, so that what counts is the same question before
 * every answer of the API; this one saves people an empty page.
 * @param path of the page
 * @returns who is signed in, or the one person of local access
 */
export async function admit(path: string, query: Query): Promise<Actor> {
  // When the services do not come up, the page does, and says why.
  const services = await getServices().catch(() => null);
  if (!services?.access) return LOCAL_OWNER;
  const session = await whoOpens(services);
  if (session) return session;
  const address = `${path}${searchOf(await query)}`;
  redirect(address === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(address)}`);
}

function searchOf(query: Awaited<Query>): string {
  const pairs = Object.entries(query).flatMap(([name, value = []]) =>
    [value].flat().map((each) => [name, each]),
  );
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** As `admit`, for pages of those who may; in local access the one person may everything. */
export async function requirePage(permission: Permission, path: string, query: Query): Promise<void> {
  if (!isAllowed(await admit(path, query), permission)) notFound();
}

/** As `requirePage`, for pages of team access alone. */
export async function requireTeamPage(permission: Permission, path: string, query: Query): Promise<void> {
  await requirePage(permission, path, query);
  if (!(await getServices()).access) notFound();
}

/** For the pages before the door: there are none in local access, and whoever is in needs none. */
export async function standAtDoor({ leave }: { leave: boolean }): Promise<void> {
  const services = await getServices();
  if (!services.access) notFound();
  if (leave && (await whoOpens(services))) redirect("/");
}
