import { changePane, removePane } from "@/lib/conversations/panes.server";
import { PaneChange } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";

type Params = { id: string; paneId: string };

export const PATCH = handle<Params>("chat:write", async ({ actor, params, services, body }) => {
  const [id, paneId] = [requireId(params.id), requireId(params.paneId)];
  await changePane(services.db, actor.memberId, id, paneId, await body(PaneChange));
  services.runner.live.notify(id, "facts");
  return new Response(null, { status: 204 });
});

export const DELETE = handle<Params>("chat:write", async ({ actor, params, services }) => {
  const [id, paneId] = [requireId(params.id), requireId(params.paneId)];
  await removePane(services.db, actor.memberId, id, paneId);
  services.runner.live.notify(id, "facts");
  return new Response(null, { status: 204 });
});
