import { encode } from "zod/mini";
import { AlertChannelList, AlertChannelSaved } from "@/lib/alerts/alerts-api";
import { AlertChannelRequest } from "@/lib/alerts/alerts-request";
import { createChannel, listChannels } from "@/lib/alerts/channels.server";
import { handle } from "../../handler";
import { onRecord } from "../../on-record";
import { channelDetails } from "../details";

export const GET = handle("alerts:all", async ({ services }) => {
  const { db, alertSender, mailer, now } = services;
  const channels = await listChannels(db, alertSender, now());
  return Response.json(encode(AlertChannelList, { channels, hasMail: Boolean(mailer) }));
});

export const POST = handle("alerts:write", async (context) => {
  const { actor, services } = context;
  const request = await context.body(AlertChannelRequest);
  const created = await onRecord(
    context,
    (tx, now) => createChannel(tx, services.alertSender, actor, request, now),
    ({ channel }) => ({
      ...{ action: "alert_channel.create", objectId: channel.id, details: channelDetails(channel) },
    }),
  );
  return Response.json(encode(AlertChannelSaved, created), { status: 201 });
});
