import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";

const DIRECTORY = "lib/openrouter/recordings";

/** Event streams in every shape that the upstream is known to send, by name. */
export const RECORDINGS = readdirSync(DIRECTORY)
  .filter((file) => file.endsWith(".sse"))
  .map((file) => file.slice(0, -".sse".length));

export const readRecording = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(`${DIRECTORY}/${name}.sse`));

/** The bytes in pieces, cut at the given places. */
export function cutAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % bytes.length).toSorted((left, right) => left - right)];
  return places.map((place, index) => bytes.subarray(place, places[index + 1] ?? bytes.length));
}

/** What a reader of the network would hand on: whole characters, however the bytes were cut. */
export function decoded(pieces: readonly Uint8Array[]): string[] {
  const decoder = new TextDecoder();
  return pieces.map((piece) => decoder.decode(piece, { stream: true }));
}

/** Bytes of the recordings with some of them changed, lost, doubled or put in. */
export const corruptedBytes = fc
  .record({
    name: fc.constantFrom(...RECORDINGS),
    wounds: fc.array(
      fc.record({
        at: fc.nat(),
        kind: fc.constantFrom("change", "lose", "double", "insert"),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    cuts: fc.array(fc.nat(), { maxLength: 6 }),
  })
  .map(({ name, wounds, cuts }) => {
    let bytes = Buffer.from(readRecording(name));
    for (const { at, kind, bytes: foreign } of wounds) {
      const place = at % bytes.length;
      const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
      const middle = kind === "double" ? after.subarray(0, 40) : kind === "lose" ? [] : foreign;
      const skipped = kind === "change" ? foreign.length : kind === "lose" ? 7 : 0;
      bytes = Buffer.concat([before, Uint8Array.from(middle), after.subarray(skipped)]);
    }
    return cutAt(new Uint8Array(bytes), bytes.length === 0 ? [] : cuts);
  });
