/** What a route is called in code and addresses. Letters are small, so that two names cannot be mistaken. */
export const ROUTE_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const ROUTE_ID = /^route\/([a-z0-9][a-z0-9._-]{0,63})(?:@([1-9]\d{0,8}))?$/;

/** A route as a model is asked for: `route/support-bot`, or one version of it: `route/support-bot@3`. */
export type RouteId = { name: string /** Null: the published one. */; version: number | null };

/** Null when it is not the id of any possible route. */
export function parseRouteId(model: string): RouteId | null {
  const match = ROUTE_ID.exec(model);
  if (!match?.[1]) return null;
  return { name: match[1], version: match[2] === undefined ? null : Number(match[2]) };
}
