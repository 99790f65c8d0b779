import { encode } from "zod/mini";
import { archiveRoute, loadRoute } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { RouteChange } from "@/lib/routes/routes-request";
import { handle } from "../../handler";

type Params = { name: string };

export const GET = handle<Params>("routes:read", async ({ params, services }) =>
  Response.json(encode(Route, await loadRoute(services.db, params.name))),
);

export const PATCH = handle<Params>("routes:write", async ({ params, services, body }) => {
  const { archived } = await body(RouteChange);
  const changed = await archiveRoute(services.db, params.name, archived, services.now());
  return Response.json(encode(Route, changed));
});
