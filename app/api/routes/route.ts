import { encode } from "zod/mini";
import { createRoute, listRoutes } from "@/lib/routes/routes.server";
import { Route, RouteList } from "@/lib/routes/routes-api";
import { NewRoute } from "@/lib/routes/routes-request";
import { handle } from "../handler";
import { onRecord } from "../on-record";

export const GET = handle("routes:read", async ({ services }) =>
  Response.json(encode(RouteList, await listRoutes(services.db))),
);

export const POST = handle("routes:write", async (context) => {
  const request = await context.body(NewRoute);
  const created = await onRecord(
    context,
    (tx, now) => createRoute(tx, request, now),
    ({ id, name }) => ({ action: "route.create", objectId: id, details: { route: name } }),
  );
  return Response.json(encode(Route, created), { status: 201 });
});
