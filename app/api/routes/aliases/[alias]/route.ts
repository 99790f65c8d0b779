import { encode } from "zod/mini";
import { removeAlias, setAlias } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { AliasName, AliasTarget } from "@/lib/routes/routes-request";
import { handle } from "../../../handler";

type Params = { alias: string };

export const PUT = handle<Params>("routes:write", async ({ actor, params, services, body }) => {
  const { db, now } = services;
  const { route: target } = await body(AliasTarget);
  const named = { alias: AliasName.parse(params.alias), target };
  return Response.json(encode(Route, await setAlias(db, actor.memberId, named, now())));
});

export const DELETE = handle<Params>("routes:write", async ({ params, services }) => {
  await removeAlias(services.db, params.alias);
  return new Response(null, { status: 204 });
});
