import { FEATURE_LABELS, FEATURES, hasFeature } from "@/lib/catalog/filters";
import type { CatalogModel, Prices } from "@/lib/catalog/model";
import type { ModelUsage } from "@/lib/catalog/usage-api";
import type { Usd } from "@/lib/core/money";
import { generationsIn, spendIn, type TableRow } from "./table-row";

type Get<Value> = (row: TableRow) => Value | null | undefined;

/** What a column holds, which decides how it is written, put in order and exported. */
type Holds =
  /** Dollars per unit. */
  | { kind: "price"; component: keyof Prices; per: "million" | "each" }
  | { kind: "usd"; get: Get<Usd> }
  | { kind: "count" | "context" | "duration" | "speed" | "share"; get: Get<number> }
  | { kind: "words"; get: Get<readonly string[]> }
  | { kind: "text" | "day"; get: Get<string> }
  | { kind: "flag"; get: Get<boolean> };

type More = {
  /** What the head says when the label is not enough. */
  tip?: string;
  /** What it is put in order by, where that is finer than what it says. */
  order?: Get<number>;
  /** Which way the first click sorts, where it is not the usual one of its kind. */
  first?: "ascending";
};

export type Column = Holds &
  More & {
    key: string;
    label: string;
    /** Its name in exported files, with the unit. */
    exported: string;
    /** Pixels. */
    width: number;
  };

const column = (
  key: string,
  label: string,
  exported: string,
  width: number,
  holds: Holds & More,
): Column => ({
  ...{ key, label, exported, width },
  ...holds,
});

/** What a row of the catalogue says; nothing for a model that is gone. */
const listed =
  <Value>(get: (model: CatalogModel) => Value | null): Get<Value> =>
  (row) =>
    row.listed === null ? null : get(row.listed.model);

const own =
  <Value>(get: (usage: ModelUsage) => Value | null): Get<Value> =>
  (row) =>
    row.own?.usage == null ? null : get(row.own.usage);

const perMillion = (component: keyof Prices) =>
  ({ kind: "price", component, per: "million", tip: "Dollars per million tokens" }) as const;
const each = (component: keyof Prices, tip: string) =>
  ({ kind: "price", component, per: "each", tip: `Dollars per ${tip}` }) as const;

const THIRTY = "Your own, last 30 days";

/** All columns but the name, in their order. */
export const COLUMNS: readonly Column[] = [
  column("author", "Author", "author", 120, { kind: "text", get: listed(({ author }) => author) }),
  column("context", "Context", "context_tokens", 72, {
    kind: "context",
    get: listed(({ contextLength }) => contextLength),
  }),
  column("answer", "Longest answer", "max_completion_tokens", 116, {
    kind: "context",
    get: listed(({ maxCompletionTokens }) => maxCompletionTokens),
  }),
  column("input", "Input", "input_usd_per_million", 84, perMillion("prompt")),
  column("output", "Output", "output_usd_per_million", 84, perMillion("completion")),
  column("cacheRead", "Cache read", "cache_read_usd_per_million", 100, perMillion("cacheRead")),
  column("cacheWrite", "Cache write", "cache_write_usd_per_million", 100, perMillion("cacheWrite")),
  column("image", "Image", "image_usd_each", 96, each("image", "image that it reads")),
  column("search", "Web search", "web_search_usd_each", 100, each("webSearch", "search")),
  column("average", "Avg request", "average_request_usd", 88, {
    kind: "usd",
    get: ({ average }) => average,
    first: "ascending",
    tip: "Your average request of the last 30 days, or else a usual one, at list price",
  }),
  column("reads", "Reads", "input_modalities", 72, {
    kind: "words",
    get: listed(({ inputModalities }) => inputModalities),
  }),
  column("writes", "Writes", "output_modalities", 100, {
    kind: "words",
    get: listed(({ outputModalities }) => outputModalities),
  }),
  column("can", "Features", "features", 76, { kind: "words", get: listed(featuresOf) }),
  column("newest", "Added", "added", 104, {
    kind: "day",
    get: listed(({ created }) => dayOf(created)),
    order: listed(({ created }) => created),
  }),
  column("knows", "Knows until", "knowledge_cutoff", 108, {
    kind: "day",
    get: listed(({ knowledgeCutoff }) => knowledgeCutoff),
  }),
  column("expires", "Expires", "expires", 108, {
    kind: "day",
    get: listed(({ expiresOn }) => expiresOn),
    first: "ascending",
  }),
  column("keeps", "Keeps no data", "has_zero_retention_endpoint", 112, {
    kind: "flag",
    get: ({ keepsNothing }) => keepsNothing,
    tip: "At least one provider keeps nothing of what it is sent",
  }),
  column("used", "Generations", "own_generations", 88, { kind: "count", get: generationsIn, tip: THIRTY }),
  column("spend", "Spend", "own_known_spend_usd", 80, { kind: "usd", get: spendIn, tip: THIRTY }),
  column("ttft", "First token", "own_ttft_ms", 84, {
    kind: "duration",
    get: own(({ ttftMs }) => ttftMs),
    tip: `${THIRTY}: median time to the first token`,
  }),
  column("speed", "Speed", "own_tokens_per_second", 88, {
    kind: "speed",
    get: own(({ throughput }) => throughput),
    tip: `${THIRTY}: median after the first token`,
  }),
  column("errors", "Errors", "own_error_rate", 60, {
    kind: "share",
    get: own(({ errorRate }) => errorRate),
    tip: `${THIRTY}: failed of all that finished or failed`,
  }),
];

export const COLUMN_KEYS: readonly string[] = COLUMNS.map(({ key }) => key);

/** Shown unless others are chosen, where there is room. */
const USUAL_COLUMNS: readonly string[] = COLUMN_KEYS.filter((key) =>
  "context input output average reads can newest used spend ttft errors".split(" ").includes(key),
);

/** Of those, what a screen does without that has no room for all: its prices and dates would be cut. */
const SPARE: readonly string[] = ["average", "reads"];

export const usualColumns = (crowded: boolean): readonly string[] =>
  crowded ? USUAL_COLUMNS.filter((key) => !SPARE.includes(key)) : USUAL_COLUMNS;

/** Small is good, or first in the alphabet. */
const RISING = ["price", "duration", "share", "text"];

export const isRising = ({ kind, first }: Column): boolean => first !== undefined || RISING.includes(kind);

/** Figures stand at the right. */
export const isNumeric = ({ kind }: Column): boolean => !["words", "text", "day", "flag"].includes(kind);

function featuresOf(model: CatalogModel): string[] {
  return FEATURES.filter((feature) => hasFeature(model, feature)).map((name) => FEATURE_LABELS[name]);
}

const dayOf = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(seconds * 1000).toISOString().slice(0, 10);
