import "server-only";
import { readContents } from "@/lib/conversations/attachments.server";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { ATTACHMENTS_LIMIT, REQUEST_FILES_LIMIT } from "@/lib/conversations/limits";
import { AppError } from "@/lib/core/errors";
import { cleanText } from "@/lib/core/storable";
import type { Db } from "@/lib/db/client.server";
import type { Contents } from "./content-parts";
import type { Asked } from "./prepare.server";

const sizeOf = (files: readonly Attachment[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** @throws AppError `too_large` when the files of one message are more than it may have */
export function requireSize(files: readonly Attachment[]): void {
  if (sizeOf(files) <= ATTACHMENTS_LIMIT) return;
  const words = `The files of one message may be ${megabytes(ATTACHMENTS_LIMIT)} together; these are ${megabytes(sizeOf(files))}.`;
  throw new AppError("too_large", {}, { message: words });
}

/**
 * The files of all turns that are sent, once for all panes.
 * @throws AppError `too_large` when those of one pane are more than a request may carry
 */
export async function readFiles(db: Db, panes: readonly Asked[]): Promise<Contents> {
  const branches = panes.map(({ turns, said }) =>
    [...turns, ...said].flatMap(({ attachments }) => attachments),
  );
  const most = Math.max(0, ...branches.map(sizeOf));
  if (most > REQUEST_FILES_LIMIT) {
    const words = `The files of this conversation are sent again with every question, and have come to ${megabytes(most)}; ${megabytes(REQUEST_FILES_LIMIT)} are the most. Go on in a new conversation, or from an earlier question.`;
    throw new AppError("too_large", {}, { message: words });
  }
  const files = new Map(branches.flat().map((file) => [file.id, file]));
  const contents = await readContents(db, [...files.keys()]);
  return new Map([...contents].map(([id, bytes]) => [id, toText(files.get(id), bytes)]));
}

/** Bytes that a request may carry beside the files of a pane. */
export const roomBeside = ({ turns, said }: Pick<Asked, "turns" | "said">): number =>
  REQUEST_FILES_LIMIT - sizeOf([...turns, ...said].flatMap(({ attachments }) => attachments));

/** Files as people read them in code: texts as they are sent, all others by a word that stands for their base64. */
export async function readTexts(db: Db, files: readonly Attachment[]): Promise<Contents> {
  const texts = files.filter(({ kind }) => kind === "text");
  const contents = await readContents(
    db,
    texts.map(({ id }) => id),
  );
  return new Map(
    files.map((file) => {
      const bytes = contents.get(file.id);
      return [file.id, bytes ? toText(file, bytes) : `<base64 of ${file.name}>`];
    }),
  );
}

function toText(file: Attachment | undefined, bytes: Uint8Array): string {
  return file?.kind === "text"
    ? cleanText(new TextDecoder().decode(bytes))
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
