import { encode } from "zod/mini";
import { removeAlias, setAlias } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { AliasName, AliasTarget } from "@/lib/routes/routes-request";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";

type Params = { alias: string };

export const PUT = handle<Params>("routes:write", async (context) => {
  const { actor, body, params } = context;
  const { route: target } = await body(AliasTarget);
  const alias = AliasName.parse(params.alias);
  const named = await onRecord(
    context,
    (tx, now) => setAlias(tx, actor.memberId, { alias, target }, now),
    ({ id, name }) => ({ action: "alias.set", objectId: id, details: { alias, route: name } }),
  );
  return Response.json(encode(Route, named));
});

export const DELETE = handle<Params>("routes:write", async (context) => {
  const { alias } = context.params;
  await onRecord(
    context,
    (tx) => removeAlias(tx, alias),
    () => ({ action: "alias.remove", details: { alias } }),
  );
  return new Response(null, { status: 204 });
});
