import { encode } from "zod/mini";
import { archiveRoute, loadRoute } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { RouteChange } from "@/lib/routes/routes-request";
import { handle } from "../../handler";
import { onRecord } from "../../on-record";

type Params = { name: string };

export const GET = handle<Params>("routes:read", async ({ params, services }) =>
  Response.json(encode(Route, await loadRoute(services.db, params.name))),
);

export const PATCH = handle<Params>("routes:write", async (context) => {
  const { archived } = await context.body(RouteChange);
  const action = archived ? "route.archive" : "route.restore";
  const changed = await onRecord(
    context,
    (tx, now) => archiveRoute(tx, context.params.name, archived, now),
    ({ id, name }) => ({ action, objectId: id, details: { route: name } }),
  );
  return Response.json(encode(Route, changed));
});
