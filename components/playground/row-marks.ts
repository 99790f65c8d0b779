import type { Conversation } from "@/lib/conversations/api";
import { add } from "@/lib/core/money";
import type { Generation } from "@/lib/ledger/api";
import { speedOf } from "./facts";

export type Marks = { fastest: boolean; cheapest: boolean };

const NONE: Marks = { fastest: false, cheapest: false };
const ready = new WeakMap<Conversation, ReadonlyMap<string, Marks>>();

/** The marks of an answer among those to the same question; worked out once for each state of a conversation. */
export function marksOf(conversation: Conversation | undefined, generationId: string | undefined): Marks {
  if (!conversation || generationId === undefined) return NONE;
  const known = ready.get(conversation) ?? markRows(conversation);
  ready.set(conversation, known);
  return known.get(generationId) ?? NONE;
}

function markRows({ panes }: Conversation): ReadonlyMap<string, Marks> {
  const rows = new Map<string, Generation[]>();
  for (const { messages } of panes) {
    const answers = new Map<string, Generation>();
    for (const { turnId, generation } of messages) {
      if (turnId === null || generation === null) continue;
      const before = answers.get(turnId);
      answers.set(turnId, before ? together(before, generation) : generation);
    }
    for (const [turnId, answer] of answers) rows.set(turnId, [...(rows.get(turnId) ?? []), answer]);
  }
  return new Map([...rows.values()].flatMap(markRow));
}

/** An answer that called tools is made in steps: its figures are theirs together, and it ends with the last. */
function together(before: Generation, last: Generation): Generation {
  const sum = (of: "completionTokens" | "ttftMs" | "durationMs") =>
    before[of] === null || last[of] === null ? null : before[of] + last[of];
  return {
    ...last,
    ...{ completionTokens: sum("completionTokens"), ttftMs: sum("ttftMs"), durationMs: sum("durationMs") },
    cost: before.cost === null || last.cost === null ? null : add(before.cost, last.cost),
  };
}

/**
 * Who was fastest (tokens per second) and who cheapest among finished answers. Nobody is until all have ended, where
 * a figure is missing, or where all are the same.
 */
export function markRow(row: readonly Generation[]): [generationId: string, marks: Marks][] {
  if (row.some(({ state }) => state === "running")) return [];
  const finished = row.filter(({ state }) => state === "finished");
  const speeds = finished.map(({ completionTokens, ttftMs, durationMs }) =>
    speedOf(completionTokens, ttftMs, durationMs),
  );
  const fastest = best(speeds, (left, right) => left > right);
  const cheapest = best(
    finished.map(({ cost }) => cost),
    (left, right) => left < right,
  );
  return finished.map(({ id }, index) => [
    id,
    { fastest: fastest.has(index), cheapest: cheapest.has(index) },
  ]);
}

/** The places of the best figure. */
function best<Figure>(
  figures: readonly (Figure | null)[],
  isBetter: (left: Figure, right: Figure) => boolean,
): Set<number> {
  const known = figures.flatMap((figure) => (figure === null ? [] : [figure]));
  if (known.length < 2 || known.length < figures.length) return new Set();
  const top = known.reduce((before, figure) => (isBetter(figure, before) ? figure : before));
  const places = known.flatMap((figure, index) => (figure === top ? [index] : []));
  return places.length === known.length ? new Set() : new Set(places);
}
