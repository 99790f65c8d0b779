import { encode } from "zod/mini";
import { SharedConversation } from "@/lib/conversations/share-api";
import { loadShared } from "@/lib/conversations/shares.server";
import { getServices } from "../../../services";
import { open } from "../../handler";

/** What a link shows to whoever has it. */
export const GET = open({}, async (request) => {
  const { db, now } = await getServices();
  const token = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const shared = await loadShared(db, token, now());
  return Response.json(encode(SharedConversation, shared), {
    // Whoever has the address can read it, so it should not end up in a search engine or a Referer.
    headers: { "x-robots-tag": "noindex, nofollow", "referrer-policy": "no-referrer" },
  });
});
