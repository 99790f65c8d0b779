/** A part of what is sent: words, a picture by its address or its data, or something whose tokens nobody knows beforehand. */
export type Part = { text: string } | { picture: string | null } | "unknown";

/** What is sent along, as far as it has to be counted. */
export type Contents = {
  /** The readable text of all messages, to be counted and forgotten. */
  messages: { content: string }[];
  /** How many pictures are sent along. */
  images: number;
  /** Bytes of the body that are pictures. */
  imageBytes: number;
  /** Whether something is sent along that is not text. */
  hasMedia: boolean;
  /** Whether the bytes that are sent bound the tokens, or the context window does. */
  isBounded: boolean;
};

export function contentsOf(messages: readonly (readonly Part[])[]): Contents {
  const parts = messages.flat();
  const pictures = parts.flatMap((part) => (isPicture(part) ? [part.picture] : []));
  return {
    messages: messages.map((own) => ({ content: own.map(textOf).join(" ") })),
    images: pictures.length,
    imageBytes: pictures.reduce((sum, picture) => sum + dataLength(picture ?? ""), 0),
    hasMedia: parts.some((part) => part === "unknown" || isPicture(part)),
    isBounded: !parts.includes("unknown"),
  };
}

const isPicture = (part: Part): part is { picture: string | null } => part !== "unknown" && "picture" in part;

const textOf = (part: Part): string => (part !== "unknown" && "text" in part ? part.text : "");

/** How long a picture is that stands in the body itself; letters and digits, each a byte. */
const dataLength = (url: string): number =>
  url.startsWith("data:") && !/[^\x20-\x7e]/.test(url) ? url.length : 0;
