import { readAttachment, removeAttachment } from "@/lib/conversations/attachments.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../handler";
import { fileResponse } from "../file-response";

type Params = { id: string };

export const GET = handle<Params>("chat:read", async ({ actor, params, request, services }) =>
  fileResponse(request, await readAttachment(services.db, actor.memberId, requireId(params.id))),
);

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  await removeAttachment(services.db, actor.memberId, requireId(params.id));
  return new Response(null, { status: 204 });
});
