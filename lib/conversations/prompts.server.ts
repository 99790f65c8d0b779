import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { cleanText } from "@/lib/core/storable";
import type { Db, Transaction } from "@/lib/db/client.server";
import { prompt, promptVersion } from "@/lib/db/schema/conversations";
import type { Prompt, PromptList } from "./prompts-api";
import type { NewPrompt, PromptChange } from "./prompts-request";
import { variablesIn } from "./variables";

/** Prompts of one person; more are not found again. */
const MOST_PROMPTS = 1_000;
const PREVIEW = 160;

/** The member's prompts by name, without their texts. */
export async function listPrompts(db: Db, memberId: string): Promise<PromptList> {
  const newest = db
    .selectDistinctOn([promptVersion.promptId], {
      promptId: promptVersion.promptId,
      version: promptVersion.version,
      beginning: sql<string>`left(${promptVersion.text}, ${PREVIEW}::int)`.as("beginning"),
    })
    .from(promptVersion)
    .innerJoin(prompt, and(eq(prompt.id, promptVersion.promptId), eq(prompt.memberId, memberId)))
    .orderBy(asc(promptVersion.promptId), desc(promptVersion.version))
    .as("newest");
  const rows = await db
    .select({
      id: prompt.id,
      name: prompt.name,
      tags: prompt.tags,
      updatedAt: prompt.updatedAt,
      version: newest.version,
      beginning: newest.beginning,
    })
    .from(prompt)
    .innerJoin(newest, eq(newest.promptId, prompt.id))
    .orderBy(asc(prompt.name), asc(prompt.id));
  return { prompts: rows.map(({ beginning, ...row }) => ({ ...row, preview: previewOf(beginning) })) };
}

/** One prompt with all its versions. @throws AppError `not_found` unless it is the member's own */
export async function loadPrompt(db: Db | Transaction, memberId: string, id: string): Promise<Prompt> {
  const rows = await db
    .select({
      id: prompt.id,
      name: prompt.name,
      tags: prompt.tags,
      createdAt: prompt.createdAt,
      updatedAt: prompt.updatedAt,
      version: {
        version: promptVersion.version,
        text: promptVersion.text,
        createdAt: promptVersion.createdAt,
      },
    })
    .from(prompt)
    .innerJoin(promptVersion, eq(promptVersion.promptId, prompt.id))
    .where(own(memberId, id))
    .orderBy(desc(promptVersion.version));
  const [newest] = rows;
  if (!newest) throw missing();
  const { version, ...facts } = newest;
  return {
    ...facts,
    preview: previewOf(version.text.slice(0, PREVIEW)),
    version: version.version,
    text: version.text,
    variables: variablesIn(version.text),
    versions: rows.map((row) => row.version),
  };
}

/** Keeps a prompt. @throws AppError `conflict` when there are too many */
export async function createPrompt(
  db: Db,
  memberId: string,
  { text, ...facts }: NewPrompt,
  at: Date,
): Promise<Prompt> {
  const id = newId();
  return db.transaction(async (tx) => {
    if (Number(await tx.$count(prompt, eq(prompt.memberId, memberId))) >= MOST_PROMPTS) {
      const words = `A library has ${MOST_PROMPTS} prompts at most.`;
      throw new AppError("conflict", {}, { message: words });
    }
    await tx.insert(prompt).values({ id, memberId, ...facts, createdAt: at, updatedAt: at });
    await addVersion(tx, id, 1, text, at);
    return loadPrompt(tx, memberId, id);
  });
}

/** Changes what is named; another text becomes a new version. @throws AppError `not_found` */
export async function changePrompt(
  db: Db,
  memberId: string,
  id: string,
  { text, ...facts }: PromptChange,
  at: Date,
): Promise<Prompt> {
  return db.transaction(async (tx) => {
    // The row is locked: of two changes at once each becomes a version.
    const changed = await tx
      .update(prompt)
      .set({ ...facts, updatedAt: at })
      .where(own(memberId, id))
      .returning({ id: prompt.id });
    if (changed.length === 0) throw missing();
    const before = await loadPrompt(tx, memberId, id);
    if (text === undefined || cleanText(text) === before.text) return before;
    await addVersion(tx, id, before.version + 1, text, at);
    return loadPrompt(tx, memberId, id);
  });
}

/** Removes a prompt with all its versions. @throws AppError `not_found` */
export async function deletePrompt(db: Db, memberId: string, id: string): Promise<void> {
  const rows = await db.delete(prompt).where(own(memberId, id)).returning({ id: prompt.id });
  if (rows.length === 0) throw missing();
}

async function addVersion(tx: Transaction, promptId: string, version: number, text: string, createdAt: Date) {
  await tx.insert(promptVersion).values({ promptId, version, text: cleanText(text), createdAt });
}

const own = (memberId: string, id: string) => and(eq(prompt.id, id), eq(prompt.memberId, memberId));

const previewOf = (beginning: string): string => beginning.replace(/\s+/g, " ").trim();

const missing = () => new AppError("not_found", {}, { message: "There is no such prompt." });
