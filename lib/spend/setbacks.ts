/** What could not be summed up, by name, and when that was tried last, in milliseconds. Kept from pass to pass. */
export type Setbacks = Map<string, number>;

/** Milliseconds: what fails once for being too much fails again, and takes long to. */
const TRIED_AGAIN_AFTER = 10 * 60_000;

/** Pieces of work in their order; then those that failed, if that is a while ago, the longest first. */
export function inTurn<Piece>(
  pieces: readonly Piece[],
  { nameOf, setbacks, now }: { nameOf: (piece: Piece) => string; setbacks: Setbacks; now: Date },
): Piece[] {
  const failedAt = (piece: Piece) => setbacks.get(nameOf(piece));
  const failed = pieces.flatMap((piece) => {
    const at = failedAt(piece);
    return at === undefined || now.getTime() - at < TRIED_AGAIN_AFTER ? [] : [{ piece, at }];
  });
  return [
    ...pieces.filter((piece) => failedAt(piece) === undefined),
    ...failed.sort((left, right) => left.at - right.at).map(({ piece }) => piece),
  ];
}
