/** Blots a secret out of bytes that come in pieces. Lengths stay as they are; a piece that could end in it waits. */
export type Mask = {
  /** What may go on, with whatever waited before it. */
  pass(bytes: Uint8Array): Uint8Array;
  /** What still waits when nothing more comes: less than the secret, and blotted out where it is much of it. */
  rest(): Uint8Array;
};

const NOTHING = new Uint8Array(0);
const BLOT = "*".charCodeAt(0);
/** Bytes of its beginning that tell which secret it is, and no more. */
const HINT = 15;

/** Lets everything go on as it is. */
export const OPEN: Mask = { pass: (bytes) => bytes, rest: () => NOTHING };

/** @param secret ASCII, not empty */
export function createMask(secret: string): Mask {
  const needle = Buffer.from(secret, "latin1");
  let held: Uint8Array = NOTHING;

  return {
    pass(bytes) {
      const all = blot(held.byteLength === 0 ? bytes : Buffer.concat([held, bytes]), needle);
      const begun = beginningAtEnd(all, needle);
      held = begun === 0 ? NOTHING : all.subarray(all.byteLength - begun);
      return begun === 0 ? all : all.subarray(0, all.byteLength - begun);
    },
    rest() {
      const waited = held;
      held = NOTHING;
      return waited.byteLength > HINT ? new Uint8Array(waited.byteLength).fill(BLOT) : waited;
    },
  };
}

/** The same bytes, or a copy without the secret: what came belongs to somebody else. */
function blot(bytes: Uint8Array, needle: Buffer): Uint8Array {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = view.indexOf(needle);
  if (at === -1) return bytes;
  const copy = Buffer.from(view);
  for (; at !== -1; at = copy.indexOf(needle, at)) copy.fill(BLOT, at, at + needle.length);
  return copy;
}

/** How many bytes at the end are the beginning of the secret: none, nearly always. */
function beginningAtEnd(bytes: Uint8Array, needle: Buffer): number {
  for (let length = Math.min(needle.length - 1, bytes.byteLength); length > 0; length--) {
    const at = bytes.byteLength - length;
    if (bytes[at] === needle[0] && needle.subarray(0, length).equals(bytes.subarray(at))) return length;
  }
  return 0;
}
