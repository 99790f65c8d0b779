import { encode } from "zod/mini";
import { AlertTest } from "@/lib/alerts/alerts-api";
import { requireChannel } from "@/lib/alerts/channels.server";
import { sendTest } from "@/lib/alerts/deliver.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";

/** A mail server may take longer than functions are usually given. */
export const maxDuration = 300;

/** Sends a test now, and answers with what the receiver said. */
export const POST = handle<{ id: string }>("alerts:write", async ({ params, services }) => {
  const { db, alertSender: sender, now } = services;
  const channel = await requireChannel(db, requireId(params.id));
  return Response.json(encode(AlertTest, await sendTest({ db, sender, now }, channel)));
});
