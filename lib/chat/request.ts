import { z } from "zod";
import { AttachmentIds } from "@/lib/conversations/attachments-request";
import { MESSAGE_LIMIT, MOST_PANES } from "@/lib/conversations/limits";
import { PaneSettings } from "@/lib/conversations/request";
import { Id } from "@/lib/core/wire";
import { ModelId } from "@/lib/routing/request";

// What browsers send is judged on the server only, with the whole of zod; what they receive is in `api.ts`.

const PaneRequest = z
  .strictObject({
    ...PaneSettings,
    model: ModelId.exactOptional(),
    /** An existing pane of the conversation, which keeps what is not named; a new one when absent. */
    paneId: z.exactOptional(Id),
    /**
     * The message after which the question is put, null for the beginning: a question is edited by asking anew
     * after its own parent. Absent, it follows the current branch.
     */
    parentId: z.exactOptional(z.nullable(Id)),
  })
  .refine(({ paneId, model }) => paneId !== undefined || model !== undefined, {
    message: "is missing",
    path: ["model"],
  });

const Text = z.string().max(MESSAGE_LIMIT);

/** `POST /api/chat`: one message to one or more panes. Answered with 202 once everything is on record. */
export const ChatRequest = z
  .strictObject({
    conversationId: z.exactOptional(Id),
    /** May be empty when files say it all. */
    message: Text,
    /** Files that were uploaded before, in order. */
    attachments: AttachmentIds.exactOptional(),
    /** Withholds models, prices and speeds until the vote, and shuffles the panes. */
    blind: z.boolean().exactOptional(),
    panes: z
      .array(PaneRequest)
      .min(1)
      .max(MOST_PANES)
      // One pane writes one answer at a time.
      .refine((panes) => {
        const known = panes.flatMap(({ paneId }) => paneId ?? []);
        return new Set(known).size === known.length;
      }, "name a pane twice"),
  })
  .refine(({ message, attachments = [] }) => message.trim() !== "" || attachments.length > 0, {
    message: "is empty",
    path: ["message"],
  })
  .or(
    z.strictObject({
      conversationId: Id,
      /** Answers once more, beside the answers there are: this one or this question, else the branch's last. */
      retry: z.strictObject({
        paneId: Id,
        messageId: z.exactOptional(Id),
        model: ModelId.exactOptional(),
      }),
    }),
  )
  .or(
    z.strictObject({
      conversationId: Id,
      /** What the called tools answer, one result per call and in the order of the calls; the model goes on. */
      toolResults: z.strictObject({ paneId: Id, results: z.array(Text).min(1).max(128) }),
    }),
  );
export type ChatRequest = z.infer<typeof ChatRequest>;

/** `POST /api/conversations/{id}/stop`: the named generations, or all that run. Answers 202 with how many. */
export const StopRequest = z.strictObject({ generationIds: z.array(Id).max(64).optional() });
