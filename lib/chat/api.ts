import * as z from "zod/mini";
import { Id, WireFailure } from "@/lib/core/wire";
import { Generation } from "@/lib/ledger/api";

/**
 * `GET /api/conversations/{id}/events`: one server-sent event stream for all panes of a conversation.
 * Every event is one JSON object under `data:`; on connecting, each running generation is replayed from its start.
 */
export const ChatEvent = z.discriminatedUnion("type", [
  /** A piece of the upstream's raw event stream. `offset` counts UTF-16 units from the stream's start. */
  z.object({ type: z.literal("text"), generationId: Id, offset: z.int(), text: z.string() }),
  /** Facts of a generation changed: it was sent, settled, confirmed. */
  z.object({ type: z.literal("generation"), generation: Generation }),
  /** Messages, panes or settings changed (in another tab, say): read the conversation again. */
  z.object({ type: z.literal("conversation") }),
  /** The stream cannot go on; read the conversation again and reconnect. */
  z.object({ type: z.literal("error"), error: WireFailure }),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;
