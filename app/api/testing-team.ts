import { resolve } from "node:path";
import { vi } from "vitest";
import { createSender } from "@/lib/alerts/sender.server";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase } from "@/lib/db/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createKeyring } from "@/lib/team/keyring.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { changeMember } from "@/lib/team/members.server";
import type { Access } from "@/lib/team/secrets.server";
import { openSession } from "@/lib/team/sessions.server";
import { CALLER, joinTeam, openTeam } from "@/lib/team/testing.server";
import { createRulebook } from "@/lib/team/workspace.server";
import { readEnvironment } from "../env";
import type { Method } from "./testing-access";
import { received } from "./testing-request";

export const ORIGIN = "https://patchbay.example";
const NOW = new Date("2026-11-20T13:00:00.000Z");

const environment = {
  PATCHBAY_ACCESS: "team",
  PATCHBAY_URL: ORIGIN,
  AUTH_SECRET: "s".repeat(32),
  LOG_LEVEL: "silent",
};

/** What the team's access is configured by, for whatever reads the environment later. */
export function stubTeam(): void {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

/** Has the handlers of this process find these services, where else its own are. */
export function keepServices(services: object): void {
  Object.assign(globalThis, { [Symbol.for("patchbay.services")]: Promise.resolve(services) });
}

/** Everybody that a request can come from. `key` is a member's key, `viewerKey` that of somebody who became a viewer. */
export type Somebody =
  | "anonymous"
  | "viewer"
  | "member"
  | "other"
  | "admin"
  | "owner"
  | "suspended"
  | "key"
  | "viewerKey"
  | "suspendedKey";

export type TestTeam = {
  database: Database;
  access: Access;
  services: object;
  actors: Record<"viewer" | "member" | "other" | "admin" | "owner" | "suspended", Actor>;
  /** A request as a browser or a program of theirs sends it, each with a session of its own. */
  request(who: Somebody, method: Method, path: string, body?: unknown): Promise<Request>;
};

/** A team of everybody, and services that know it and little else. */
export async function openTestTeam(): Promise<TestTeam> {
  const database = await openTestDatabase();
  const { db } = database;
  const { access, owner } = await openTeam(db, NOW);
  const join = async (name: string, role: "admin" | "member" | "viewer") =>
    (await joinTeam(access, owner, { name, role }, NOW)).actor;
  const actors = {
    owner,
    admin: await join("Adam", "admin"),
    member: await join("Mia", "member"),
    other: await join("Otto", "member"),
    viewer: await join("Vera", "viewer"),
    suspended: await join("Sue", "member"),
  };
  const keyOf = async ({ memberId }: Actor) =>
    (await createKey(db, memberId, KeyRequest.parse({ name: "Bot" }), NOW)).key;
  const keys: Partial<Record<Somebody, string>> = {
    key: await keyOf(actors.member),
    viewerKey: await keyOf(actors.viewer),
    suspendedKey: await keyOf(actors.suspended),
  };
  await changeMember(db, owner, actors.suspended.memberId, { suspended: true }, CALLER, NOW);
  const now = () => NOW;
  return {
    database,
    access,
    actors,
    services: servicesOf(database, access, now),
    async request(who, method, path, body) {
      const headers = new Headers({ host: new URL(ORIGIN).host });
      if (method !== "GET") headers.set("origin", ORIGIN);
      if (body !== undefined) headers.set("content-type", "application/json");
      const key = keys[who];
      if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
      else if (who !== "anonymous") {
        // Also for who is suspended: a session alone must not do.
        const { token } = await openSession(db, access, actors[who as keyof typeof actors], CALLER, NOW);
        headers.set("cookie", `__Host-patchbay=${token}`);
      }
      return received(
        new Request(`${ORIGIN}${path}`, {
          method,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
        headers,
      );
    },
  };
}

/** What of a request its route leaves open; a name between brackets in the route is filled from `params`. */
export type Asked = { params?: Record<string, string>; query?: string; body?: unknown };

type Handler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

/** Has a route's own handler answer, as `keys/[id]` below `app/api`. */
export async function askRoute(
  team: TestTeam,
  who: Somebody,
  method: Method,
  route: string,
  { params = {}, query = "", body }: Asked = {},
): Promise<Response> {
  const file = resolve("app/api", route, "route.ts");
  const { [method]: handler } = (await import(/* @vite-ignore */ file)) as Record<string, Handler>;
  if (!handler) throw new Error(`${route} has no ${method}`);
  const path = route.replaceAll(/\[(\w+)\]/g, (_, name: string) => params[name] ?? "");
  const request = await team.request(who, method, `/api/${path}${query}`, body);
  return handler(request, { params: Promise.resolve(params) });
}

const STATUS = {
  ...{ mode: "sandbox", version: "0", key: null, balance: null, purchased: null, failure: null },
};

const servicesOf = ({ db, engine }: Database, access: Access, now: () => Date) => ({
  ...{ db, engine, access, now, account: "sandbox", env: readEnvironment(environment) },
  keyring: createKeyring({ db, now }),
  rules: createRulebook({ db, now }),
  upstream: { status: async () => STATUS, baseUrl: "https://openrouter.ai/api/v1" },
  management: null,
  mailer: null,
  alertSender: createSender({ mailer: null, isTeam: true, allowPrivate: false, now }),
  oidc: null,
  catalog: { current: async () => ({ models: [], gone: [], fetchedAt: null }) },
  runner: { live: { listen: () => () => {}, get: () => undefined }, stop: () => {} },
  onError: () => {},
  instance: newId(),
});
