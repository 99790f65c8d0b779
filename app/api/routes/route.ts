import { encode } from "zod/mini";
import { createRoute, listRoutes } from "@/lib/routes/routes.server";
import { Route, RouteList } from "@/lib/routes/routes-api";
import { NewRoute } from "@/lib/routes/routes-request";
import { handle } from "../handler";

export const GET = handle("routes:read", async ({ services }) =>
  Response.json(encode(RouteList, await listRoutes(services.db))),
);

export const POST = handle("routes:write", async ({ services, body }) => {
  const created = await createRoute(services.db, await body(NewRoute), services.now());
  return Response.json(encode(Route, created), { status: 201 });
});
