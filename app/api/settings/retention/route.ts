import { encode } from "zod/mini";
import { countOutlived } from "@/lib/conversations/retention.server";
import { RetentionQuery } from "@/lib/team/preferences-request";
import { RetentionPreview } from "@/lib/team/workspace-api";
import { handle } from "../../handler";

export const GET = handle("settings:write", async ({ services, query }) => {
  const { days } = query(RetentionQuery);
  const conversations = await countOutlived(services.db, days, services.now());
  return Response.json(encode(RetentionPreview, { conversations }));
});
