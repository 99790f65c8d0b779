import { encode } from "zod/mini";
import { requireId } from "@/lib/core/require-id";
import { isAllowed } from "@/lib/team/actor";
import { changeKey, revokeKey } from "@/lib/team/keys.server";
import { VirtualKey } from "@/lib/team/keys-api";
import { KeyChange } from "@/lib/team/keys-request";
import { handle } from "../../handler";
import { keyOnRecord } from "../key-on-record";

type Params = { id: string };

export const PATCH = handle<Params>("keys:write", async (context) => {
  const [id, change] = [requireId(context.params.id), await context.body(KeyChange)];
  const changed = await keyOnRecord(
    context,
    "key.change",
    (tx, now) => changeKey(tx, context.actor.memberId, id, change, now),
    change,
  );
  return Response.json(encode(VirtualKey, changed));
});

/** Whoever runs the workspace may end anybody's key, and no more than that. */
export const DELETE = handle<Params>("keys:write", async (context) => {
  const { actor, params } = context;
  const [id, owner] = [requireId(params.id), isAllowed(actor, "keys:all") ? undefined : actor.memberId];
  await keyOnRecord(context, "key.revoke", (tx, now) => revokeKey(tx, owner, id, now));
  return new Response(null, { status: 204 });
});
