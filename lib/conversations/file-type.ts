import type { AttachmentKind } from "./attachments-api";

export type FileType = { kind: AttachmentKind; type: string };

/**
 * What a file is, by its own bytes: names and announced types are whatever the sender likes.
 * @returns null for whatever is not taken
 */
export function fileType(bytes: Uint8Array): FileType | null {
  const known = SIGNATURES.find(({ matches }) => matches(bytes));
  if (known) return { kind: known.kind, type: known.type };
  return isPlainText(bytes) ? { kind: "text", type: "text/plain" } : null;
}

/** Text that a browser would run or draw if it were opened as what it says it is: web pages and SVG. */
export function isMarkup(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 2_048)).trimStart();
  const opening = head
    .replace(/^<\?xml[^>]*>/i, "")
    .replace(/^(?:\s|<!--[\s\S]*?(?:-->|$))+/, "")
    .trimStart();
  return /^<(?:!doctype\s+(?:html|svg)|(?:html|head|body|script|svg|iframe)[\s>/])/i.test(opening);
}

type Signature = FileType & { matches: (bytes: Uint8Array) => boolean };

const ascii = (bytes: Uint8Array, from: number, text: string): boolean =>
  [...text].every((letter, index) => bytes[from + index] === letter.charCodeAt(0));

const image = (type: string, matches: Signature["matches"]): Signature => ({ kind: "image", type, matches });
const audio = (type: string, matches: Signature["matches"]): Signature => ({ kind: "audio", type, matches });

const SIGNATURES: readonly Signature[] = [
  image("image/png", (bytes) => ascii(bytes, 0, "\x89PNG\r\n\x1a\n")),
  image("image/jpeg", (bytes) => ascii(bytes, 0, "\xff\xd8\xff")),
  image("image/gif", (bytes) => ascii(bytes, 0, "GIF87a") || ascii(bytes, 0, "GIF89a")),
  image("image/webp", (bytes) => ascii(bytes, 0, "RIFF") && ascii(bytes, 8, "WEBP")),
  { kind: "pdf", type: "application/pdf", matches: (bytes) => ascii(bytes, 0, "%PDF-") },
  audio("audio/wav", (bytes) => ascii(bytes, 0, "RIFF") && ascii(bytes, 8, "WAVE")),
  audio("audio/ogg", (bytes) => ascii(bytes, 0, "OggS")),
  audio("audio/flac", (bytes) => ascii(bytes, 0, "fLaC")),
  // The same box holds films; only sound is taken.
  audio(
    "audio/mp4",
    (bytes) => ascii(bytes, 4, "ftyp") && (ascii(bytes, 8, "M4A ") || ascii(bytes, 8, "M4B ")),
  ),
  audio("audio/mpeg", (bytes) => ascii(bytes, 0, "ID3") || isMpegFrame(bytes)),
];

/** Eleven bits of sync, then a layer, a bit rate and a sample rate that exist. */
function isMpegFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isLayerThree = (second & 0x06) === 0x02;
  const isSynced = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08;
  return isSynced && isLayerThree && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
}

/** Readable as UTF-8, and nothing in it but letters and line breaks. */
function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d))
    return false;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim() !== "";
  } catch {
    return false;
  }
}
