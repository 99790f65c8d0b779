import { formatContext } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { times, toApproximateNumber } from "@/lib/core/money";
import { findModel } from "./find-model";
import type { CatalogModel } from "./model";

/** From here on a dearer fallback is worth a word. */
const MUCH_DEARER = 3;

/** What there is to say of a model in a chain: of itself, or compared with the one that is asked first. */
type HopConcern = {
  code: "unlisted" | "batch" | "going" | "dearer" | "shorter" | "narrower";
  /** A sentence that follows the model's name. */
  sentence: string;
};

/** What should be known of a model before it stands in a chain behind another, in words that follow its name. */
export const hopWarnings = (...hop: Parameters<typeof hopConcerns>): string[] =>
  hopConcerns(...hop).map(({ sentence }) => sentence);

/** The same, each by the name of what is wrong. */
export function hopConcerns(
  id: string,
  first: CatalogModel | null,
  models: readonly CatalogModel[],
): HopConcern[] {
  const row = findModel(models, id);
  if (row === null)
    return [{ code: "unlisted", sentence: "Not in the catalogue: OpenRouter may refuse the whole request." }];
  const concerns: (HopConcern | false)[] = [
    row.kind === "batch" && { code: "batch", sentence: "Answers batches only, not chats." },
    row.expiresOn !== null && {
      code: "going",
      sentence: `May be gone from ${formatDay(row.expiresOn)} on.`,
    },
    ...(first === null || first.id === row.id ? [] : comparedWith(first, row)),
  ];
  return concerns.filter((concern) => concern !== false);
}

function comparedWith(first: CatalogModel, row: CatalogModel): (HopConcern | false)[] {
  const factor = dearer(first, row);
  const lost = first.inputModalities.filter((kind) => !row.inputModalities.includes(kind));
  const isShorter =
    row.contextLength !== null && first.contextLength !== null && row.contextLength < first.contextLength;
  return [
    factor !== null &&
      factor >= MUCH_DEARER && {
        code: "dearer",
        sentence: `${Math.round(factor)}× dearer than the first.`,
      },
    isShorter && { code: "shorter", sentence: `Reads ${formatContext(row.contextLength)} only.` },
    lost.length > 0 && { code: "narrower", sentence: `Takes no ${named(lost)}.` },
  ];
}

/** Kinds of input that come by the piece. */
const PIECES: Record<string, string> = { image: "images", file: "files" };

const named = (kinds: readonly string[]): string => {
  const words = kinds.map((kind) => PIECES[kind] ?? kind);
  return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");
};

/** How many times as much a token in and a token out cost together; null when one of them has no such price. */
function dearer(first: CatalogModel, row: CatalogModel): number | null {
  const [before, now] = [sumOf(first), sumOf(row)];
  return before === null || now === null || before === 0 ? null : now / before;
}

function sumOf({ prices, kind }: CatalogModel): number | null {
  if (kind === "router" || prices.prompt === undefined || prices.completion === undefined) return null;
  const sum = times(prices.prompt, 1_000_000) + times(prices.completion, 1_000_000);
  return toApproximateNumber(sum as Parameters<typeof toApproximateNumber>[0]);
}
