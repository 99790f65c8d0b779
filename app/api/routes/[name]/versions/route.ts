import { encode } from "zod/mini";
import { publishRoute } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { Publication } from "@/lib/routes/routes-request";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";

export const POST = handle<{ name: string }>("routes:write", async (context) => {
  const { actor, params } = context;
  const request = await context.body(Publication);
  const published = await onRecord(
    context,
    (tx, now) => publishRoute(tx, actor.memberId, params.name, request, now),
    ({ id, name, publishedVersion }) => ({
      ...{ action: "route.publish", objectId: id },
      details: {
        route: name,
        version: String(publishedVersion),
        restores: request.restores?.toString() ?? null,
      },
    }),
  );
  return Response.json(encode(Route, published), { status: 201 });
});
