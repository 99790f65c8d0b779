import { encode } from "zod/mini";
import { ShareRequest } from "@/lib/conversations/request";
import { CreatedShare, ShareList } from "@/lib/conversations/share-api";
import { createShare, listShares } from "@/lib/conversations/shares.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

type Params = { id: string };

export const GET = handle<Params>("chat:read", async ({ actor, params, services }) => {
  const shares = await listShares(services.db, actor.memberId, requireId(params.id), services.now());
  return Response.json(encode(ShareList, { shares }));
});

export const POST = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const { db, now } = services;
  const request = await body(ShareRequest);
  const created = await createShare(db, actor.memberId, requireId(params.id), request, now());
  return Response.json(encode(CreatedShare, created), { status: 201 });
});
