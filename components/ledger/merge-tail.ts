import type { ListedGeneration } from "@/lib/ledger/api";

/** A place in the list: later ones stand further up. */
export type Place = { startedAt: Date; id: string };

/** Starts may become known a little out of order. */
const OVERLAP_MS = 5_000;
/** Rows at the top of which those that still change are followed to their end. */
const FOLLOWED = 100;
/** A cost that is not confirmed that long after others have started seldom will be. */
const CONFIRMED_WITHIN_MS = 600_000;

/** Since when generations have to be asked for, so that nothing new, and no change of those at the top, is missed. */
export function tailSince(listed: readonly ListedGeneration[]): Date | null {
  const [top] = listed;
  if (!top) return null;
  const isYoung = ({ startedAt }: Place) =>
    top.startedAt.getTime() - startedAt.getTime() < CONFIRMED_WITHIN_MS;
  const changing = listed
    .slice(0, FOLLOWED)
    .filter((one) => one.state === "running" || (one.costState !== "confirmed" && isYoung(one)));
  const oldest = Math.min(...[top, ...changing].map(({ startedAt }) => startedAt.getTime()));
  return new Date(oldest - OVERLAP_MS);
}

type Merged = {
  rows: ListedGeneration[];
  /** New ones that are not shown, since the reader is elsewhere. */
  held: ListedGeneration[];
};

/**
 * The list as it was read, brought up to date by what was read since. What is new stands above it, as far as it is
 * not newer than `upTo`; null shows all.
 */
export function mergeTail(
  listed: readonly ListedGeneration[],
  tail: readonly ListedGeneration[],
  upTo: Place | null,
): Merged {
  const known = new Set(listed.map(({ id }) => id));
  const latest = new Map(tail.map((one) => [one.id, one]));
  const fresh = tail.filter(({ id }) => !known.has(id));
  const isShown = (one: Place) => upTo === null || compare(one, upTo) <= 0;
  const rows = [...fresh.filter(isShown), ...listed.map((one) => fresher(one, latest.get(one.id)))];
  return {
    rows: rows.toSorted((left, right) => compare(right, left)),
    held: fresh.filter((one) => !isShown(one)),
  };
}

/** A generation that has ended does not run again, whichever was read later. */
const fresher = (listed: ListedGeneration, read: ListedGeneration | undefined): ListedGeneration =>
  read === undefined || (read.state === "running" && listed.state !== "running") ? listed : read;

/** Whether there may be others between what was listed and what was read since, of which there was too much. */
export function hasGap(listed: readonly Place[], tail: readonly Place[], isCut: boolean): boolean {
  const [top, oldest] = [listed[0], tail.at(-1)];
  return isCut && top !== undefined && oldest !== undefined && compare(oldest, top) > 0;
}

const compare = (left: Place, right: Place): number =>
  left.startedAt.getTime() - right.startedAt.getTime() ||
  (left.id < right.id ? -1 : left.id > right.id ? 1 : 0);
