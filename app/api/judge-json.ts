const DEEPEST = 100;
/** Values and names: many times what a long conversation with tools has. Each costs more to read than its bytes say. */
const MOST_PARTS = 100_000;

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_GROUP, CLOSE_GROUP] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * What speaks against reading this JSON at all, or null. Bytes are only looked at, so a body that is made to keep the
 * process busy is turned away before it does. A name given twice is refused because readers differ on which one
 * counts: what was judged here has to be what the next one acts upon.
 */
export function judgeJson(json: Uint8Array): string | null {
  // The names of each open group so far; null for a list.
  const open: (Set<string> | null)[] = [];
  let parts = 0;
  let text: Uint8Array | null = null;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      const end = endOfText(json, at + 1);
      text = json.subarray(at, end + 1);
      at = end;
    } else if (byte === COLON) {
      const names = open.at(-1);
      const name = nameOf(text);
      if (name === "__proto__") return "A key named __proto__ is not accepted.";
      if (names?.has(name)) return "A name is given twice in the same object.";
      names?.add(name);
      parts += 1;
    } else if (byte === COMMA) parts += 1;
    else if (byte === OPEN_LIST || byte === OPEN_GROUP) {
      open.push(byte === OPEN_GROUP ? new Set() : null);
      parts += 1;
      if (open.length > DEEPEST) return `The JSON is nested deeper than ${DEEPEST} levels.`;
    } else if (byte === CLOSE_LIST || byte === CLOSE_GROUP) open.pop();
    if (parts > MOST_PARTS) return `The JSON has more than ${MOST_PARTS} parts.`;
  }
  return null;
}

/** Where the closing quote is of a text that begins here. */
function endOfText(json: Uint8Array, start: number): number {
  let at = start;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** The same name can be written in many ways; what is no text is for the parser to refuse. */
function nameOf(text: Uint8Array | null): string {
  const written = text ? Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString() : '""';
  if (!written.includes("\\")) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch {
    return written;
  }
}
