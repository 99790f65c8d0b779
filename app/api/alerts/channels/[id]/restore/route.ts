import { encode } from "zod/mini";
import { AlertChannel } from "@/lib/alerts/alerts-api";
import { restoreChannel } from "@/lib/alerts/channels.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";
import { onRecord } from "../../../../on-record";
import { channelDetails } from "../../../details";

/** Takes back that a channel was taken away. */
export const POST = handle<{ id: string }>("alerts:write", async (context) => {
  const id = requireId(context.params.id);
  const { alertSender } = context.services;
  const restored = await onRecord(
    context,
    (tx) => restoreChannel(tx, alertSender, id),
    (channel) => ({ action: "alert_channel.restore", objectId: id, details: channelDetails(channel) }),
  );
  return Response.json(encode(AlertChannel, restored));
});
