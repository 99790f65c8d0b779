import { picturesOf } from "./history";

type Drawn = Parameters<typeof picturesOf>[0];

/** Bytes of a picture that stands in its address, which writes three of them in four letters; of any other none are sent. */
const dataSize = (url: string): number =>
  url.startsWith("data:") ? Math.floor(((url.length - url.indexOf(",") - 1) * 3) / 4) : 0;

/**
 * The turns with as many of the pictures that were drawn in them as fit: the newest ones, since those are what one goes
 * on from, and older ones are no reason to refuse a question.
 * @param room bytes
 */
export function keepPictures<T extends Drawn>(turns: readonly T[], room: number): T[] {
  let left = room;
  const kept = turns.toReversed().map((turn) => {
    const pictures = picturesOf(turn);
    if (pictures.length === 0) return turn;
    const images = pictures.toReversed().filter((url) => {
      const fits = dataSize(url) <= left;
      // What is older than one that does not fit is left out as well.
      left = fits ? left - dataSize(url) : -1;
      return fits;
    });
    return { ...turn, extras: { ...turn.extras, images: images.reverse() } };
  });
  return kept.reverse();
}
