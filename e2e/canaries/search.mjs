/**
 * Finds secrets, and pieces of them, in whatever passes. In JavaScript, because it is also loaded into a Patchbay that
 * runs as people run it.
 */

/** A piece of a secret that is as long as this is found; the hints that people are shown are shorter. */
export const PIECE = 16;

const GRAM = 8;
/** Of any `PIECE` bytes, `GRAM` begin at a multiple of this: only there needs to be looked, however many secrets there are. */
const STRIDE = PIECE - GRAM + 1;
/** Letters lose their case. */
const FOLD = 0x20;
const FOLDS = 0x20202020;

/** How a secret may be written down. @returns {[form: string, text: string][]} */
export function formsOf(secret) {
  const base64 = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // Less the characters that depend on what stands before and behind.
    const own = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    return ["base64", "base64url"].map((form) => [form, bytes.toString(form).slice(...own)]);
  });
  const forms = [
    ["as it is", secret],
    ["URL-encoded", encodeURIComponent(secret)],
    ["URL-encoded", new URLSearchParams([["", secret]]).toString().slice(1)],
    ["JSON-escaped", JSON.stringify(secret).slice(1, -1)],
    ["backwards", [...secret].reverse().join("")],
    ["hexadecimal", Buffer.from(secret).toString("hex")],
    ...base64,
  ];
  return forms.filter(([, text], index) => forms.findIndex((other) => other[1] === text) === index);
}

/** A search that knows no secret yet. */
export function createSearch() {
  /** By the first half of each gram, its places in the forms. */
  const grams = new Map();
  const filter = new Uint8Array(1 << 20);
  const known = new Set();

  function add(name, secret) {
    if (secret.length < PIECE) throw new Error(`${name} is too short to be told from other text`);
    if (known.has(secret)) return;
    known.add(secret);
    // Keys begin alike.
    for (const [form, text] of formsOf(secret.replace(/^sk-or-v1-/, ""))) {
      const bytes = Buffer.from(text).map((byte) => byte | FOLD);
      for (let at = 0; at + GRAM <= bytes.length; at++) {
        const head = bytes.readInt32LE(at);
        filter[slot(head)] = 1;
        const places = grams.get(head) ?? [];
        places.push({ name, form, bytes, at });
        grams.set(head, places);
      }
    }
  }

  /** @returns {string[]} what was found, in words that do not repeat it */
  function find(content) {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = new Set();
    for (let at = 0; at + GRAM <= bytes.length; at += STRIDE) {
      const head = view.getInt32(at, true) | FOLDS;
      if (filter[slot(head)] === 0) continue;
      for (const place of grams.get(head) ?? [])
        if (alike(bytes, at, place) >= PIECE) found.add(`${place.name} (${place.form})`);
    }
    return [...found];
  }

  return {
    add,
    knows: (secret) => known.has(secret),
    find,
    /** The same for what comes in pieces, which may be cut anywhere. */
    follow() {
      let tail = Buffer.alloc(0);
      return (content) => {
        const piece = typeof content === "string" ? Buffer.from(content) : content;
        const bytes = Buffer.concat([tail, piece]);
        tail = bytes.subarray(Math.max(0, bytes.length - PIECE + 1));
        return find(bytes);
      };
    },
  };
}

const slot = (head) => Math.imul(head, 0x9e3779b1) >>> 12;

/** How many bytes around a place are the secret's, at that place of it. */
function alike(bytes, at, { bytes: form, at: offset }) {
  const same = (distance) => (bytes[at + distance] | FOLD) === form[offset + distance];
  let first = 0;
  while (offset + first > 0 && at + first > 0 && same(first - 1)) first--;
  let end = 0;
  while (offset + end < form.length && at + end < bytes.length && same(end)) end++;
  return end - first;
}
