import * as z from "zod/mini";
import type { PaneState } from "./pane-state";
import { recall, remember } from "./remembered";

/** A pane, or where it stands while nobody is to know what it holds. */
type Place = Pick<PaneState, "key" | "paneId"> & {
  /** What a pane that is not on record is known by to a page that is loaded anew: as the address says it. */
  early?: string;
};

const ITEM = "patchbay.pane-widths";
/** Those of a conversation that has not begun. */
const EARLY = "patchbay.new-pane-widths";
const Kept = z.record(z.string(), z.number().check(z.positive(), z.maximum(100)));

/**
 * How much wider than others each pane is, where it was resized. Panes on record are remembered for the session by
 * their ids; before that their keys mean nothing to a page that is loaded anew, and they are known by what they ask.
 */
const weights = new Map<string, number>(Object.entries(read(ITEM)));
/** As they were before the page was loaded, until the panes are there. */
const early = new Map<string, number>(Object.entries(read(EARLY)));

function read(item: string): Record<string, number> {
  try {
    return Kept.parse(JSON.parse(recall(item, "session") ?? "{}"));
  } catch {
    return {};
  }
}

const keep = (): void =>
  write(
    ITEM,
    [...weights].filter(([id]) => !id.startsWith("new ")),
  );

function write(item: string, lasting: readonly (readonly [string, number])[]): void {
  remember(item, lasting.length === 0 ? "" : JSON.stringify(Object.fromEntries(lasting)), "session");
}

/** Remembers panes that are not on record as they stand now; once none is left, nothing. */
export function keepEarly(places: readonly Place[]): void {
  write(
    EARLY,
    places.flatMap((place) => {
      const weight = weights.get(idOf(place));
      return place.early === undefined || weight === undefined ? [] : [[place.early, weight] as const];
    }),
  );
}

const idOf = ({ key, paneId }: Place): string => paneId ?? key;

/**
 * While nobody is to know which pane asks which model, it is places that are wide: a width that went along
 * when the panes are shuffled would tell.
 */
export const placesOf = (
  panes: readonly Pick<PaneState, "key" | "paneId" | "model">[],
  blind: boolean,
): Place[] =>
  blind
    ? panes.map((_, index) => ({ key: `place ${index + 1}`, paneId: null }))
    : panes.map(({ key, paneId, model }, index) => ({
        ...{ key, paneId },
        ...(paneId === null && { early: `${index + 1} ${model}` }),
      }));

export function weightOf(place: Place): number {
  const id = idOf(place);
  const before = place.early === undefined ? undefined : early.get(place.early);
  if (place.early !== undefined && before !== undefined) {
    early.delete(place.early);
    if (!weights.has(id)) weights.set(id, before);
  }
  const unrecorded = weights.get(place.key);
  // It was resized before it was on record.
  if (unrecorded !== undefined && id !== place.key) {
    weights.delete(place.key);
    weights.set(id, unrecorded);
    keep();
  }
  return weights.get(id) ?? 1;
}

export function setWeights(places: readonly Place[], next: readonly number[]): void {
  places.forEach((place, index) => {
    weights.set(idOf(place), next[index] ?? 1);
  });
  keep();
  keepEarly(places);
}

/** Makes panes as wide as all others, or drops what is kept of those that are gone. */
export function forgetWeights(places: readonly Place[]): void {
  for (const place of places) {
    weights.delete(place.key);
    weights.delete(idOf(place));
  }
  keep();
  keepEarly(places);
}
