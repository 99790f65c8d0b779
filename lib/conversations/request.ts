import { z } from "zod";
import { Id } from "@/lib/core/wire";
import { isRoute } from "@/lib/routes/is-route";
import { Parameters } from "@/lib/routing/parameters-request";
import { FallbackModels, ModelId } from "@/lib/routing/request";
import { plainLine } from "@/lib/team/keys-request";
import { MESSAGE_LIMIT } from "./limits";

const System = z.string().max(MESSAGE_LIMIT).nullable();
const Folder = plainLine(60);

/** `PATCH /api/conversations/{id}`: what is named changes, the rest stays. */
export const ConversationChange = z
  .strictObject({
    title: z.string().trim().min(1).max(200).exactOptional(),
    pinned: z.boolean().exactOptional(),
    /** A label; null takes it off. */
    folder: Folder.nullable().exactOptional(),
    /** Whether settings changed in one pane are meant for all. */
    sync: z.boolean().exactOptional(),
    /** Turning it off without a vote shows everything. */
    blind: z.boolean().exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change");
export type ConversationChange = z.infer<typeof ConversationChange>;

/** `GET /api/conversations/{id}?last=`: all messages, or so many from the end of each branch. */
export const ConversationQuery = z.strictObject({
  last: z.coerce.number().int().min(1).max(1_000).exactOptional(),
});

/** `GET /api/conversations/{id}/messages?before=&limit=`: the last ones before a message, along its branch. */
export const MessagesBeforeQuery = z.strictObject({
  before: Id,
  limit: z.coerce.number().int().min(1).max(1_000).default(256),
});

/** `GET /api/conversations?q=&folder=&cursor=&limit=`: pinned ones first, then the last used. */
export const ConversationsQuery = z.strictObject({
  /** Words that the title or a message must hold, each by its beginning. */
  q: plainLine(200).exactOptional(),
  folder: Folder.exactOptional(),
  cursor: z.string().max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});
export type ConversationsQuery = z.infer<typeof ConversationsQuery>;

/** Settings of a pane; those of an existing pane stay when they are not named. */
export const PaneSettings = {
  model: ModelId,
  /** OpenRouter asks these by itself, and knows no routes. */
  fallbackModels: FallbackModels.refine((ids) => !ids.some(isRoute), "name a route").exactOptional(),
  system: System.exactOptional(),
  parameters: Parameters.exactOptional(),
};

/** `POST /api/conversations/{id}/panes`: a new pane, empty or like another one. Answered with 201. */
export const NewPane = z
  .strictObject({
    ...PaneSettings,
    model: ModelId.exactOptional(),
    /** A pane to take settings and, unless `withMessages` is false, the current branch from. */
    copyOf: z.exactOptional(Id),
    withMessages: z.boolean().exactOptional(),
  })
  .refine(({ model, copyOf }) => model !== undefined || copyOf !== undefined, {
    message: "names neither a model nor a pane to copy",
  });
export type NewPane = z.infer<typeof NewPane>;

/** `PATCH /api/conversations/{id}/panes/{paneId}`. */
export const PaneChange = z
  .strictObject({
    ...PaneSettings,
    model: ModelId.exactOptional(),
    /** Where it stands among the panes, from 0. */
    position: z.number().int().min(0).max(7).exactOptional(),
    /** Any message: the branch through it is shown from now on, as far as it was last followed. */
    messageId: z.exactOptional(Id),
  })
  .refine((change) => Object.keys(change).length > 0, "names nothing to change");
export type PaneChange = z.infer<typeof PaneChange>;

/** `POST /api/conversations/{id}/panes/{paneId}/continue`: its current branch becomes that of the others, too. */
export const ContinueRequest = z.strictObject({ paneIds: z.array(Id).min(1).max(7) });

/** `GET /api/conversations/{id}/export?format=`. */
export const ExportQuery = z.strictObject({ format: z.enum(["markdown", "json"]).default("markdown") });

/** `POST /api/conversations/{id}/shares`. */
export const ShareRequest = z.strictObject({
  /** Days until the link ends. */
  days: z.number().int().min(1).max(365).default(30),
  includeSystem: z.boolean().default(false),
  includeCosts: z.boolean().default(false),
});
export type ShareRequest = z.infer<typeof ShareRequest>;

/** `POST /api/conversations/{id}/votes`: which pane answered a question best, or that none did. */
export const VoteRequest = z.strictObject({ turnId: Id, winner: z.enum(["tie", "bothBad"]).or(Id) });
export type VoteRequest = z.infer<typeof VoteRequest>;

/** `GET /api/votes/leaderboard?days=`. */
export const LeaderboardQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(3_650).default(365),
});
