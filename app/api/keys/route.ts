import { encode } from "zod/mini";
import { isAllowed, requirePermission } from "@/lib/team/actor";
import { createKey, listAllKeys, listKeys } from "@/lib/team/keys.server";
import { CreatedKey, KeyList } from "@/lib/team/keys-api";
import { KeyRequest, KeysQuery } from "@/lib/team/keys-request";
import { handle } from "../handler";
import { keyOnRecord } from "./key-on-record";

export const GET = handle("keys:read", async ({ actor, query, services, session }) => {
  const { of } = query(KeysQuery);
  if (of === "everyone") requirePermission(actor, "keys:all");
  const keys = await (of === "everyone" ? listAllKeys(services.db) : listKeys(services.db, actor.memberId));
  // Where nobody signs in there is nobody else.
  const mayManageAll = session !== null && isAllowed(actor, "keys:all");
  return Response.json(encode(KeyList, { keys, mayManageAll }));
});

export const POST = handle("keys:write", async (context) => {
  const request = await context.body(KeyRequest);
  const created = await keyOnRecord(
    context,
    "key.create",
    (tx, now) => createKey(tx, context.actor.memberId, request, now),
    request,
  );
  return Response.json(encode(CreatedKey, created), { status: 201 });
});
