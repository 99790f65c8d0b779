import { encode } from "zod/mini";
import { requireId } from "@/lib/core/require-id";
import { rotateKey } from "@/lib/team/keys.server";
import { CreatedKey } from "@/lib/team/keys-api";
import { handle } from "../../../handler";
import { keyOnRecord } from "../../key-on-record";

/** A new secret for the same key; the old one is refused from now on. */
export const POST = handle<{ id: string }>("keys:write", async (context) => {
  const id = requireId(context.params.id);
  const rotated = await keyOnRecord(context, "key.rotate", (tx) => rotateKey(tx, context.actor.memberId, id));
  return Response.json(encode(CreatedKey, rotated), { status: 201 });
});
