import { findModel, stripVariant } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { formatDuration } from "@/lib/core/format-measures";
import type { Attempt, Generation } from "./api";

/**
 * What became of a model of a chain. `failed`: it was tried. `silent`: it comes before the one that answered, and why it
 * did not is not on record. `untried`: the answer came before its turn. `unknown`: nothing is told.
 */
type HopOutcome = "answering" | "answered" | "failed" | "silent" | "untried" | "unknown";

export type Hop = { model: string; outcome: HopOutcome; attempts: Attempt[] };

type Asked = Pick<Generation, "models" | "model" | "state" | "attempts">;
type Row = Pick<CatalogModel, "id" | "canonicalSlug" | "aliasTarget">;

/**
 * What became of each model of a chain, as far as it is told. While only the one that answered is known, nothing is
 * said of the others.
 * @param answering the model that the stream names while the ledger does not know it yet
 */
export function hopsOf(asked: Asked, rows: readonly Row[], answering: string | null = null): Hop[] {
  const { models, state } = asked;
  const named = models.map((id) => namesOf(id, rows));
  const tried: Attempt[][] = models.map(() => []);
  let last = 0;
  for (const attempt of asked.attempts ?? []) {
    const at = placeOf(attempt.model, named, last);
    if (at === null) continue;
    tried[at]?.push(attempt);
    last = at;
  }
  const succeeded = tried.findIndex((attempts) => attempts.some(({ status }) => isGood(status)));
  const answered = succeeded === -1 ? placeOf(asked.model ?? answering, named, 0) : succeeded;
  const isTold = asked.attempts !== null && asked.attempts.length > 0;
  return models.map((model, index) => {
    const attempts = tried[index] ?? [];
    return { model, attempts, outcome: outcomeOf(index, answered, attempts.length > 0, isTold, state) };
  });
}

function outcomeOf(
  index: number,
  answered: number | null,
  wasTried: boolean,
  isTold: boolean,
  state: Generation["state"],
): HopOutcome {
  if (index === answered) return IN_WORDS[state];
  if (wasTried) return "failed";
  if (answered === null || !isTold) return "unknown";
  return index < answered ? "silent" : "untried";
}

/** Of the one that answered. A stopped answer was one. */
const IN_WORDS: Record<Generation["state"], HopOutcome> = {
  running: "answering",
  finished: "answered",
  cancelled: "answered",
  failed: "failed",
  lost: "failed",
};

const isGood = (status: number | null) => status !== null && status >= 200 && status < 300;

/** Under which names a model may come back: its own, the dated one, and those of what it stands for. */
function namesOf(id: string, rows: readonly Row[]): Set<string> {
  const row = findModel(rows, id);
  const target = row?.aliasTarget ? findModel(rows, row.aliasTarget) : null;
  const names = [
    id,
    stripVariant(id),
    row?.canonicalSlug,
    row?.aliasTarget,
    target?.id,
    target?.canonicalSlug,
  ];
  return new Set(names.filter((name) => typeof name === "string"));
}

/** Two models of a chain may share a dated name: then it is the next one in order. */
function placeOf(model: string | null, named: readonly Set<string>[], from: number): number | null {
  if (model === null) return null;
  const fits = (names: Set<string>) => names.has(model) || names.has(stripVariant(model));
  const ahead = named.findIndex((names, index) => index >= from && fits(names));
  const at = ahead === -1 ? named.findIndex(fits) : ahead;
  return at === -1 ? null : at;
}

/** `429 rate limited (Azure, 412 ms), 502 failed (OpenAI)`: a latency that nobody told is left out. */
export const describeAttempts = (attempts: readonly Attempt[]): string =>
  attempts
    .filter(({ status }) => !isGood(status))
    .map((attempt) => {
      const { status } = attempt;
      const where = whereOf(attempt);
      return [status === null ? "no status" : describeStatus(status), where && `(${where})`]
        .filter(Boolean)
        .join(" ");
    })
    .join(", ");

/** `Azure, 812 ms`: who answered at last, and how fast; empty when it is not told. */
export function describeAnswer(attempts: readonly Attempt[]): string {
  const good = attempts.findLast(({ status }) => isGood(status));
  return good ? whereOf(good) : "";
}

const whereOf = ({ provider, latencyMs }: Attempt): string =>
  [provider, latencyMs !== null && formatDuration(latencyMs)].filter(Boolean).join(", ");

const describeStatus = (status: number): string => [status, STATUSES[status]].filter(Boolean).join(" ");

const STATUSES: Record<number, string> = {
  400: "request rejected",
  402: "payment required",
  403: "refused",
  404: "not found",
  408: "timed out",
  413: "too large",
  429: "rate limited",
  500: "failed",
  502: "failed",
  503: "not available",
  504: "timed out",
  524: "timed out",
  529: "overloaded",
};
