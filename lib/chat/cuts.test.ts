import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { corruptedBytes, cutAt, decoded, RECORDINGS, readRecording } from "@/lib/openrouter/testing.server";
import { type Completion, createCompletionReader } from "./completion";
import { createWatch } from "./watch";

type Reading = (pieces: readonly Uint8Array[]) => Completion;

const asTheBrowserDoes: Reading = (pieces) => {
  const reader = createCompletionReader();
  for (const text of decoded(pieces)) reader.feed(text, 7);
  return reader.end(7);
};

/** Like the runner: nothing is read after the closing mark was seen. */
const asTheServerDoes: Reading = (pieces) => {
  const watch = createWatch(0);
  for (const text of decoded(pieces)) {
    watch.feed(text, 7);
    if (watch.isDone) break;
  }
  return watch.end(7);
};

const written = (completion: Completion) =>
  JSON.stringify(completion, (_, value) => (typeof value === "bigint" ? `${value}` : value));

const WAYS: [string, Reading][] = [
  ["the browser", asTheBrowserDoes],
  ["the server", asTheServerDoes],
];

describe.each(RECORDINGS)("%s", (name) => {
  const bytes = readRecording(name);
  const whole = written(asTheBrowserDoes([bytes]));

  test.each(WAYS)("%s reads the same, wherever it is cut in two", (_, read) => {
    expect(written(read([bytes]))).toBe(whole);
    const wrong = [];
    for (let cut = 1; cut < bytes.length; cut++)
      if (written(read(cutAt(bytes, [cut]))) !== whole) wrong.push(cut);
    expect(wrong).toEqual([]);
  });

  test.each(WAYS)("%s reads the same, byte by byte and in any pieces", (_, read) => {
    expect(written(read(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toBe(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (cuts) => {
        expect(written(read(cutAt(bytes, cuts)))).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });
});

test("whatever is left of a stream that breaks off is a beginning of what it would have said", () => {
  for (const name of RECORDINGS) {
    const bytes = readRecording(name);
    const whole = asTheServerDoes([bytes]);
    for (let end = 0; end < bytes.length; end++) {
      const part = asTheServerDoes([bytes.subarray(0, end)]);
      if (!whole.text.startsWith(part.text) || part.garbled > whole.garbled)
        expect({ name, end, part }).toEqual(null);
    }
  }
});

test("broken bytes never throw, and both read them alike", () => {
  fc.assert(
    fc.property(corruptedBytes, (pieces) => {
      const whole = written(asTheBrowserDoes([Buffer.concat(pieces)]));
      expect(written(asTheBrowserDoes(pieces))).toBe(whole);
      asTheServerDoes(pieces);
    }),
    { numRuns: 2_000 },
  );
});

test("events of any JSON never throw", () => {
  const foreign = fc.jsonValue({ maxDepth: 1 });
  /** Some of these fields. Without a bound more are tried than there are, again and again. */
  const someOf = <Value>(names: string[], value: fc.Arbitrary<Value>) =>
    fc.dictionary(fc.constantFrom(...names), value, { maxKeys: names.length });
  const parts = ["content", "reasoning", "reasoning_details", "tool_calls", "images"];
  const choice = someOf(
    ["delta", "message", "finish_reason", "native_finish_reason", "error"],
    fc.oneof(foreign, someOf(parts, foreign)),
  );
  const chunk = someOf(
    ["id", "model", "provider", "usage", "error", "choices", "openrouter_metadata", "__proto__"],
    fc.oneof(foreign, fc.array(choice)),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(chunk, foreign), { maxLength: 4 }), (chunks) => {
      const text = chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("");
      const completion = asTheBrowserDoes([new TextEncoder().encode(text)]);
      expect(completion.events + completion.garbled).toBe(chunks.length);
    }),
    { numRuns: 500 },
  );
});

afterAll(() => {
  // After all of the hostile keys above.
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});
