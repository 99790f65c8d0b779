import { type QueryClient, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { RequestError } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";
import { fetchLines } from "@/lib/core/fetch-lines";
import { type BreakFault, BreakLine, BreakReport, KeptBreakReports } from "@/lib/routes/break-api";
import { ImportedRoute, Route, RouteList, type RouteSpecView } from "@/lib/routes/routes-api";
import { RouteUsage } from "@/lib/routes/usage-api";

const at = (name: string, rest = "") => `/api/routes/${encodeURIComponent(name)}${rest}`;
const aliasAt = (alias: string) => `/api/routes/aliases/${encodeURIComponent(alias)}`;

export const routesQuery = queryOptions({
  queryKey: ["routes"],
  queryFn: ({ signal }) => fetchJson("/api/routes", RouteList, { signal }),
});

export const routeQuery = (name: string) =>
  queryOptions({
    queryKey: ["routes", name],
    queryFn: ({ signal }) => fetchJson(at(name), Route, { signal }),
    // Others edit it too: who opens it or comes back to it sees what it is now.
    staleTime: 0,
  });

/** What becomes of the body of a request as a route. @throws RequestError `invalid_request` for what is none */
export const importQuery = (text: string) =>
  queryOptions({
    queryKey: ["route-import", text],
    queryFn: ({ signal }) =>
      fetchJson("/api/route-import", ImportedRoute, { method: "POST", body: { text }, signal }),
    // A text always says the same; nobody comes back to one.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** @throws RequestError `conflict` when the name is taken */
export const createRoute = (client: QueryClient, name: string, spec: RouteSpecView): Promise<Route> =>
  keep(client, name, fetchJson("/api/routes", Route, { method: "POST", body: { name, spec } }));

/** @param revision the one that the draft was changed from @throws RequestError `conflict` when there is a newer one */
export const saveDraft = (
  client: QueryClient,
  name: string,
  spec: RouteSpecView,
  revision: number,
): Promise<Route> =>
  keep(client, name, fetchJson(at(name, "/draft"), Route, { method: "PUT", body: { spec, revision } }));

/** `revision`: of the draft that was seen, which is published or makes way for what comes back. */
type Publication = { note: string; revision: number; restores?: number };

/** @throws RequestError `conflict` when the draft was saved by somebody else since that revision */
export const publishRoute = (client: QueryClient, name: string, publication: Publication): Promise<Route> =>
  keep(client, name, fetchJson(at(name, "/versions"), Route, { method: "POST", body: publication }));

export const archiveRoute = (client: QueryClient, name: string, archived: boolean): Promise<Route> =>
  keep(client, name, fetchJson(at(name), Route, { method: "PATCH", body: { archived } }));

/** Points an alias at a route, wherever it pointed before. @throws RequestError `conflict` when a route is called so */
export async function setAlias(client: QueryClient, alias: string, route: string): Promise<void> {
  await keep(client, route, fetchJson(aliasAt(alias), Route, { method: "PUT", body: { route } }));
  // The route that it pointed at has it no more.
  await client.invalidateQueries({ queryKey: routesQuery.queryKey });
}

export async function removeAlias(client: QueryClient, alias: string): Promise<void> {
  await fetchJson(aliasAt(alias), z.unknown(), { method: "DELETE" });
  await client.invalidateQueries({ queryKey: routesQuery.queryKey });
}

/** What each version and arm did lately, and for whom. */
export const routeUsageQuery = (name: string) =>
  queryOptions({
    queryKey: ["route-usage", name],
    queryFn: ({ signal }) => fetchJson(at(name, "/usage"), RouteUsage, { signal }),
  });

export type Breaking = { of: { version: number } | { spec: RouteSpecView }; arm: string };

/** Breaks an arm on purpose, in a simulation. */
export const breakRoute = (name: string, breaking: Breaking, faults: BreakFault[]): Promise<BreakReport> =>
  fetchJson(at(name, "/break"), BreakReport, { method: "POST", body: { ...breaking, faults } });

type Progress = { onProgress: (done: number, of: number) => void; signal: AbortSignal };

/** Breaks an arm with every fault at every hop in turn. The report on a version is kept with it. */
export async function breakEverything(
  client: QueryClient,
  name: string,
  breaking: Breaking,
  { onProgress, signal }: Progress,
): Promise<BreakReport> {
  const lines = fetchLines(at(name, "/break"), BreakLine, { method: "POST", body: breaking, signal });
  for await (const line of lines) {
    if ("done" in line) onProgress(line.done, line.of);
    // Optional keys that are absent stay absent.
    if ("error" in line) throw new RequestError(JSON.parse(JSON.stringify(line.error)));
    if (!("report" in line)) continue;
    const { report } = line;
    if (report.version !== null)
      await client.invalidateQueries({ queryKey: breaksQuery(name, report.version).queryKey });
    return report;
  }
  throw new Error("the report broke off");
}

/** How a version fared when it was last broken, arm by arm. */
export const breaksQuery = (name: string, version: number) =>
  queryOptions({
    queryKey: ["route-breaks", name, version],
    queryFn: ({ signal }) => fetchJson(at(name, `/break?version=${version}`), KeptBreakReports, { signal }),
  });

/** Shows what was answered; after a conflict, what somebody else has made of it. */
async function keep(client: QueryClient, name: string, answer: Promise<Route>): Promise<Route> {
  const { queryKey } = routeQuery(name);
  try {
    const route = await answer;
    client.setQueryData(queryKey, route);
    await client.invalidateQueries({ queryKey: routesQuery.queryKey, exact: true });
    return route;
  } catch (error) {
    if (error instanceof RequestError && error.code === "conflict")
      await client.invalidateQueries({ queryKey, exact: true });
    throw error;
  }
}
