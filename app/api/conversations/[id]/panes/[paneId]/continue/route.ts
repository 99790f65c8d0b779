import { continueElsewhere } from "@/lib/conversations/panes.server";
import { ContinueRequest } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../../handler";

type Params = { id: string; paneId: string };

/** Has other panes go on from where this one is. */
export const POST = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const [id, paneId] = [requireId(params.id), requireId(params.paneId)];
  const { paneIds } = await body(ContinueRequest);
  await continueElsewhere(services.db, actor.memberId, id, { from: paneId, to: paneIds }, services.now());
  services.runner.live.notify(id, "facts");
  return new Response(null, { status: 204 });
});
