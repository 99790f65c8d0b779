import type { CatalogModel } from "@/lib/catalog/model";
import type { AttachmentKind } from "@/lib/conversations/attachments-api";
import { formatExactUsd, formatPriceOrUnknown, formatPricePerMillion } from "@/lib/core/format";
import { times } from "@/lib/core/money";

type Row = Pick<CatalogModel, "inputModalities" | "prices">;

/** What kinds of files are called, several of them. */
export const PLURALS: Readonly<Record<AttachmentKind, string>> = {
  image: "images",
  pdf: "PDF",
  audio: "audio",
  text: "text",
};

/**
 * The kinds that a model cannot take. Text is text to all, and PDF is read for whoever cannot; of a model whose
 * row says nothing nobody knows.
 */
export function refusedKinds(row: Row | null, kinds: readonly AttachmentKind[]): AttachmentKind[] {
  if (row === null || row.inputModalities.length === 0) return [];
  return kinds.filter(
    (kind) => (kind === "image" || kind === "audio") && !row.inputModalities.includes(kind),
  );
}

/** What files of these kinds cost a model to read, as far as its row says. */
export function describeCost({ prices, inputModalities }: Row, kinds: readonly AttachmentKind[]): string {
  const input = `${formatPriceOrUnknown(prices.prompt)}/M`;
  const lines = kinds.flatMap((kind) => {
    if (kind === "image") {
      const each = prices.image === undefined ? "" : `${formatExactUsd(times(prices.image, 1))} each, and `;
      return `images: ${each}input tokens at ${input}`;
    }
    if (kind === "audio")
      return `audio: tokens at ${prices.audio === undefined ? input : `${formatPricePerMillion(prices.audio)}/M`}`;
    if (kind !== "pdf") return [];
    return inputModalities.includes("file")
      ? `PDF: input tokens at ${input}`
      : `PDF: read by OpenRouter for $2 per 1,000 pages, then input tokens at ${input}`;
  });
  return lines.join("; ");
}
