import type { Attachment } from "@/lib/conversations/attachments-api";

export type ContentPart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string } }
  | { type: "file"; file: { filename: string; file_data: string } }
  | { type: "input_audio"; input_audio: { data: string; format: string } };

/** Files as they are sent, by their ids: texts as text, all others as base64. */
export type Contents = ReadonlyMap<string, string>;

/** A question with its files: its own words first, then texts, then whatever is no text. */
export function withFiles(
  content: string,
  files: readonly Attachment[],
  contents: Contents,
): string | ContentPart[] {
  const texts = files
    .filter(({ kind }) => kind === "text")
    .map(({ id, name }) => `<file name="${name}">\n${contents.get(id) ?? ""}\n</file>`);
  const words = [...(content.trim() === "" ? [] : [content]), ...texts].join("\n\n");
  const media = files.flatMap((file) => toPart(file, contents.get(file.id) ?? ""));
  // Some models take nothing but plain text.
  if (media.length === 0) return texts.length === 0 ? content : words;
  return [...(words === "" ? [] : [{ type: "text" as const, text: words }]), ...media];
}

const FORMATS: Readonly<Record<string, string>> = {
  "audio/wav": "wav",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg",
  "audio/flac": "flac",
};

function toPart({ kind, name, type }: Attachment, data: string): ContentPart[] {
  const url = `data:${type};base64,${data}`;
  if (kind === "image") return [{ type: "image_url", image_url: { url } }];
  if (kind === "pdf") return [{ type: "file", file: { filename: name, file_data: url } }];
  if (kind === "audio")
    return [{ type: "input_audio", input_audio: { data, format: FORMATS[type] ?? "wav" } }];
  return [];
}
