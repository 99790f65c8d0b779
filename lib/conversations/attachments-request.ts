import { z } from "zod";
import { Id } from "@/lib/core/wire";
import { MOST_ATTACHMENTS } from "./limits";

const LONGEST_NAME = 120;

/** A file's own name without its folders, quotes, and whatever a line of text cannot show. */
function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const shown = last.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").replace(/["<>]/g, "'");
  if (shown.length <= LONGEST_NAME) return shown.trim();
  // The ending says what it is.
  const ending = /\.[^.]{1,12}$/u.exec(shown)?.[0] ?? "";
  return `${shown.slice(0, LONGEST_NAME - ending.length - 1).toWellFormed()}…${ending}`.trim();
}

/** `POST /api/attachments?name=`, with the file's bytes as `application/octet-stream`. */
export const UploadQuery = z.strictObject({
  name: z
    .string()
    .max(1_000)
    .default("")
    .transform((name) => cleanName(name) || "file"),
});

/** The files of a message: ids that uploads were answered with, in order. */
export const AttachmentIds = z
  .array(Id)
  .max(MOST_ATTACHMENTS, `are more than ${MOST_ATTACHMENTS}`)
  .refine((ids) => new Set(ids).size === ids.length, "name a file twice");
