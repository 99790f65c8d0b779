/** The mark `[DONE]` as an event, under a name or none, and with its end or without. */
const MARK = /(?<=^|\n\r?\n)(?:(?:event|id|retry)?:[^\r\n]*\r?\n)*data: ?\[DONE\](?![^\r\n])(?:\r?\n){0,2}/g;

/** Leaves the mark out of the end of a stream, for clients that take it for an event like any other. */
export function withoutDone(bytes: Uint8Array): Uint8Array {
  // One character per byte, so that the others stay as they are.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const rest = text.replace(MARK, "");
  return rest.length === text.length ? bytes : Buffer.from(rest, "latin1");
}
