import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, instant } from "./columns";
import { member } from "./team";

export const conversation = pgTable(
  "conversation",
  {
    id: uuid().primaryKey(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    title: text().notNull(),
    pinned: boolean().notNull().default(false),
    folder: text(),
    /** Settings changed in one pane are meant for all. */
    sync: boolean().notNull().default(true),
    /** Models, prices and speeds are withheld until the vote. */
    blind: boolean().notNull().default(false),
    /** Since when: what was answered before has been seen. Null while it is not blind. */
    blindSince: instant(),
    /** Counts changes, so that whoever looks at it elsewhere hears of them. */
    revision: integer().notNull().default(0),
    createdAt: instant().notNull().defaultNow(),
    updatedAt: instant().notNull().defaultNow(),
    /** Gone for everyone, and removed a little later; until then it can be brought back. */
    deletedAt: instant(),
  },
  (table) => [
    index("conversation_by_use")
      .on(table.memberId, table.pinned, table.updatedAt, table.id)
      .where(sql`deleted_at is null`),
    index("conversation_deleted").on(table.deletedAt).where(sql`deleted_at is not null`),
  ],
);

/** One model's column of a conversation. */
export const pane = pgTable(
  "pane",
  {
    id: uuid().primaryKey(),
    conversationId: uuid()
      .notNull()
      .references(() => conversation.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    model: text().notNull(),
    /** Tried in this order when the model fails. */
    fallbackModels: text().array().notNull().default(sql`'{}'::text[]`),
    system: text(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** The last message of the branch that is shown and asked on; null while nothing was said. */
    leafId: uuid(),
  },
  (table) => [index().on(table.conversationId)],
);

/** Characters of a text that are searched; the engine refuses to index much more. */
const SEARCHED = 50_000;

/**
 * What stands between words. The engine's own idea of a word keeps `gpt-4.1`, paths and addresses in one piece, of which
 * nobody finds a part; and the engines do not agree on what is no letter beyond ASCII.
 */
const BETWEEN_WORDS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’‚“”„«»‹›–—…·•";

/** The words of a text as they are indexed. Queries must say exactly this to be fast. */
export const searchable = (text: AnyPgColumn): SQL =>
  sql`to_tsvector('simple', translate(left(${text}, ${sql.raw(String(SEARCHED))}), ${MARKS}, ${SPACES}))`;

const MARKS = sql.raw(`'${BETWEEN_WORDS.replace("'", "''")}'`);
const SPACES = sql.raw(`repeat(' ', ${BETWEEN_WORDS.length})`);

/** A turn. Turns of a pane form a tree by `parentId`, so that editing can branch and nothing is overwritten. */
export const message = pgTable(
  "message",
  {
    id: uuid().primaryKey(),
    conversationId: uuid()
      .notNull()
      .references(() => conversation.id, { onDelete: "cascade" }),
    paneId: uuid()
      .notNull()
      .references(() => pane.id, { onDelete: "cascade" }),
    parentId: uuid(),
    /** The same for a question and its answers in all panes that it went to at once. */
    turnId: uuid(),
    role: text({ enum: ["user", "assistant", "tool"] }).notNull(),
    content: text().notNull().default(""),
    reasoning: text().notNull().default(""),
    /** What has to go back to the provider unchanged (reasoning details, tool calls), and images. */
    extras: jsonb().$type<Record<string, unknown>>(),
    /** The JSON schema that the answer was asked to fit, unless it is a very long one. */
    answerSchema: jsonb().$type<Record<string, unknown>>(),
    /** No foreign key: the ledger keeps the generation when the content is deleted, and the other way round. */
    generationId: uuid(),
    createdAt: instant().notNull().defaultNow(),
  },
  (table) => [
    index().on(table.conversationId),
    index().on(table.paneId),
    index().on(table.generationId),
    index("message_by_words").using("gin", searchable(table.content)),
  ],
);

/** The bytes of a file, once for each member who uploaded it, under their own SHA-256. */
export const attachmentContent = pgTable(
  "attachment_content",
  {
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    /** Hexadecimal. */
    digest: text().notNull(),
    content: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.digest] })],
);

/** A file that was uploaded to go with messages. It goes when no message has it any more. */
export const attachment = pgTable(
  "attachment",
  {
    id: uuid().primaryKey(),
    memberId: uuid().notNull(),
    digest: text().notNull(),
    name: text().notNull(),
    kind: text({ enum: ["image", "pdf", "audio", "text"] }).notNull(),
    /** What its bytes say that it is. */
    type: text().notNull(),
    bytes: integer().notNull(),
    createdAt: instant().notNull(),
    /** When a message first had it; null while it waits to be sent. */
    usedAt: instant(),
  },
  (table) => [
    foreignKey({
      columns: [table.memberId, table.digest],
      foreignColumns: [attachmentContent.memberId, attachmentContent.digest],
    }),
    index().on(table.memberId, table.digest),
  ],
);

/** The files of a question, in order. */
export const messageAttachment = pgTable(
  "message_attachment",
  {
    messageId: uuid()
      .notNull()
      .references(() => message.id, { onDelete: "cascade" }),
    position: integer().notNull(),
    attachmentId: uuid()
      .notNull()
      .references(() => attachment.id),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.position] }), index().on(table.attachmentId)],
);

/** A link under which a conversation can be read, as far as it went when the link was made. */
export const share = pgTable(
  "share",
  {
    id: uuid().primaryKey(),
    conversationId: uuid()
      .notNull()
      .references(() => conversation.id, { onDelete: "cascade" }),
    /** SHA-256 of the link's token, hexadecimal. */
    digest: text().notNull().unique(),
    /** The last message of each pane's branch. */
    leafIds: uuid().array().notNull(),
    title: text().notNull(),
    /** Model and instructions of each pane, as they were. */
    panes: jsonb().$type<{ id: string; model: string; system: string | null }[]>().notNull(),
    includeSystem: boolean().notNull(),
    includeCosts: boolean().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    revokedAt: instant(),
  },
  (table) => [index().on(table.conversationId)],
);

/** A verdict on the answers to one question, given before it was known whose they are. It outlives what was said. */
export const vote = pgTable(
  "vote",
  {
    id: uuid().primaryKey(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    /** Whose money the answers cost; the sandbox's say nothing about real models. */
    account: text().notNull(),
    conversationId: uuid().notNull(),
    /** One verdict for one question. */
    turnId: uuid().notNull().unique(),
    outcome: text({ enum: ["winner", "tie", "bothBad"] }).notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [index().on(table.account, table.createdAt)],
);

/** What was compared. */
export const voteAnswer = pgTable(
  "vote_answer",
  {
    voteId: uuid()
      .notNull()
      .references(() => vote.id, { onDelete: "cascade" }),
    generationId: uuid().notNull(),
    model: text().notNull(),
    won: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.voteId, table.generationId] })],
);

/** A prompt worth keeping. Its text is that of its newest version. */
export const prompt = pgTable(
  "prompt",
  {
    id: uuid().primaryKey(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    name: text().notNull(),
    tags: text().array().notNull().default(sql`'{}'::text[]`),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [index().on(table.memberId, table.name)],
);

export const promptVersion = pgTable(
  "prompt_version",
  {
    promptId: uuid()
      .notNull()
      .references(() => prompt.id, { onDelete: "cascade" }),
    /** From 1. */
    version: integer().notNull(),
    text: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.promptId, table.version] })],
);

/** Settings worth keeping under a name. */
export const preset = pgTable(
  "preset",
  {
    id: uuid().primaryKey(),
    memberId: uuid()
      .notNull()
      .references(() => member.id),
    name: text().notNull(),
    /** Null leaves a pane's own instructions as they are. */
    system: text(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [index().on(table.memberId, table.name)],
);
