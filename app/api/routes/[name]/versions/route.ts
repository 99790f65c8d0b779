import { encode } from "zod/mini";
import { publishRoute } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { Publication } from "@/lib/routes/routes-request";
import { handle } from "../../../handler";

export const POST = handle<{ name: string }>("routes:write", async ({ actor, params, services, body }) => {
  const { db, now } = services;
  const published = await publishRoute(db, actor.memberId, params.name, await body(Publication), now());
  return Response.json(encode(Route, published), { status: 201 });
});
