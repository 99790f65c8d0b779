import { encode } from "zod/mini";
import { PaneCreated } from "@/lib/conversations/list-api";
import { addPane } from "@/lib/conversations/panes.server";
import { NewPane } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";

export const POST = handle<{ id: string }>("chat:write", async ({ actor, params, services, body }) => {
  const id = requireId(params.id);
  const paneId = await addPane(services.db, actor.memberId, id, await body(NewPane), services.now());
  services.runner.live.notify(id, "facts");
  return Response.json(encode(PaneCreated, { paneId }), { status: 201 });
});
