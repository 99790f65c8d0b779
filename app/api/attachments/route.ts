import { encode } from "zod/mini";
import { storeAttachment } from "@/lib/conversations/attachments.server";
import { Attachment } from "@/lib/conversations/attachments-api";
import { UploadQuery } from "@/lib/conversations/attachments-request";
import { handle } from "../handler";

/** Takes a file for messages to come. No form of another site can send this media type. */
export const POST = handle(
  "chat:write",
  async ({ actor, services, query, bytes }) => {
    const { name } = query(UploadQuery);
    const file = { name, content: await bytes() };
    const stored = await storeAttachment(services.db, actor.memberId, file, services.now());
    return Response.json(encode(Attachment, stored), { status: 201 });
  },
  { media: /^application\/octet-stream$/i },
);
