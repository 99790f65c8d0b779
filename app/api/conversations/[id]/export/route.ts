import { encode } from "zod/mini";
import { ConversationFile } from "@/lib/conversations/api";
import { fileName, toMarkdown } from "@/lib/conversations/export";
import { loadConversation } from "@/lib/conversations/load.server";
import { ExportQuery } from "@/lib/conversations/request";
import { requireId } from "@/lib/core/require-id";
import { asFile } from "../../../as-file";
import { handle } from "../../../handler";
import { noteExport } from "../../../on-record";

/** A conversation as a file: Markdown for people, or JSON with everything. */
export const GET = handle<{ id: string }>("chat:read", async (context) => {
  const { actor, params, services, query } = context;
  const { format } = query(ExportQuery);
  const whole = format === "json";
  const id = requireId(params.id);
  const conversation = await loadConversation(services.db, actor.memberId, id, { allBranches: whole });
  await noteExport(context, { what: "a conversation", format }, id);
  const exportedAt = services.now();
  const file = { ...conversation, format: "patchbay-conversation-1" as const, exportedAt };
  const text = whole
    ? `${JSON.stringify(encode(ConversationFile, file), null, 2)}\n`
    : toMarkdown(conversation, exportedAt);
  const name = fileName(conversation.title, whole ? "json" : "md");
  return asFile(text, { name, type: format });
});
