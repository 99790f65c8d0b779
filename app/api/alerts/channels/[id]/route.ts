import { encode } from "zod/mini";
import { AlertChannelSaved } from "@/lib/alerts/alerts-api";
import { AlertChannelChange } from "@/lib/alerts/alerts-request";
import { changeChannel, removeChannel } from "@/lib/alerts/channels.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";
import { channelDetails } from "../../details";

type Params = { id: string };

export const PATCH = handle<Params>("alerts:write", async (context) => {
  const [id, change] = [requireId(context.params.id), await context.body(AlertChannelChange)];
  const { alertSender } = context.services;
  const changed = await onRecord(
    context,
    (tx, now) => changeChannel(tx, alertSender, id, change, now),
    ({ channel, secret }) => ({
      action: "alert_channel.change",
      objectId: id,
      details: { ...channelDetails(channel), ...(secret !== null && { secret: "renewed" }) },
    }),
  );
  return Response.json(encode(AlertChannelSaved, changed));
});

export const DELETE = handle<Params>("alerts:write", async (context) => {
  const id = requireId(context.params.id);
  const { alertSender } = context.services;
  await onRecord(
    context,
    (tx, now) => removeChannel(tx, alertSender, id, now),
    (channel) => ({ action: "alert_channel.remove", objectId: id, details: channelDetails(channel) }),
  );
  return new Response(null, { status: 204 });
});
