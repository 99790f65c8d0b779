import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEventReader } from "./event-reader";
import { corruptedBytes, cutAt, decoded, RECORDINGS, readRecording } from "./testing.server";

function readAll(texts: readonly string[]): string[] {
  const events: string[] = [];
  const reader = createEventReader((data) => events.push(data));
  for (const text of texts) reader.feed(text);
  reader.end();
  return events;
}

const readPieces = (pieces: readonly Uint8Array[]) => readAll(decoded(pieces));

describe.each(RECORDINGS)("%s", (name) => {
  const bytes = readRecording(name);
  const whole = readPieces([bytes]);

  test("reads the same events wherever it is cut in two", () => {
    expect(whole.length).toBeGreaterThan(0);
    const expected = JSON.stringify(whole);
    const wrong = [];
    for (let cut = 1; cut < bytes.length; cut++)
      if (JSON.stringify(readPieces(cutAt(bytes, [cut]))) !== expected) wrong.push(cut);
    expect(wrong).toEqual([]);
  });

  test("reads the same events byte by byte and in any pieces", () => {
    expect(readPieces(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
        expect(readPieces(cutAt(bytes, cuts))).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});

test("line breaks of every kind part the same events", () => {
  const plain = new TextDecoder().decode(readRecording("plain"));
  const events = readAll([plain]);
  expect(events).toHaveLength(6);
  expect(readAll([plain.replaceAll("\n", "\r\n")])).toEqual(events);
  expect(readAll([plain.replaceAll("\n", "\r")])).toEqual(events);
  expect(readAll([...plain.replaceAll("\n", "\r\n")])).toEqual(events);
});

test("passes by comments, unknown fields, ids and retries; joins the lines of one event", () => {
  const text =
    ": hello\n\nretry: x\nid: 1\nevent: ping\nfoo: bar\ndata: a\ndata:b\ndata:  c\ndata\n\n:\n\ndata: d\n\n";
  expect(readAll([text])).toEqual(["a\nb\n c\n", "d"]);
});

test("an event whose closing blank line never came still counts, and no event is made of nothing", () => {
  for (const end of ["", "\n", "\r", "\r\n", "\n\n"]) expect(readAll([`data: last${end}`])).toEqual(["last"]);
  for (const nothing of ["", "\n\n\n", "\r\n\r\n", ":", ": half a comm", "dat"])
    expect(readAll([nothing])).toEqual([]);
});

test("a line of four megabytes in small pieces is one event", () => {
  const line = `data: ${"x".repeat(4_300_000)}`;
  const pieces = Array.from({ length: Math.ceil(line.length / 4_096) }, (_, index) =>
    line.slice(index * 4_096, (index + 1) * 4_096),
  );
  expect(readAll(pieces)[0]).toHaveLength(4_300_000);
});

test("never throws on broken bytes, and reads them alike in one piece and in several", () => {
  fc.assert(
    fc.property(corruptedBytes, (pieces) => {
      expect(readPieces(pieces)).toEqual(readPieces([Buffer.concat(pieces)]));
    }),
    { numRuns: 2_000 },
  );
});
