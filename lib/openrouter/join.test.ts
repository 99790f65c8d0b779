import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createJoined } from "./join.server";
import { createMask } from "./mask";

const bytes = (text: string) => new TextEncoder().encode(text);
const turn = () => new Promise((resolve) => setImmediate(resolve));

function open() {
  const calls: string[] = [];
  const joined = createJoined(
    {
      pause: () => void calls.push("pause"),
      resume: () => void calls.push("resume"),
      cancel: (reason) => void calls.push(`cancel ${String(reason)}`),
    },
    createMask("secret"),
  );
  const reader = joined.stream.getReader();
  const read = async () => {
    const { done, value } = await reader.read();
    return done ? null : Buffer.from(value).toString();
  };
  return { ...joined, calls, reader, read };
}

test("a secret does not come out, however it is cut, and its beginning waits only for what follows", async () => {
  const { push, fail, read } = open();
  push(bytes("a sec"));
  expect(await read()).toBe("a ");
  push(bytes("ret b se"));
  expect(await read()).toBe("****** b ");
  fail(new Error("reset"));
  expect(await read()).toBe("se");
  await expect(read()).rejects.toThrow("reset");
});

test("what comes in one turn is one piece, what comes later another", async () => {
  const { push, end, read } = open();
  const first = read();
  push(bytes("a"));
  push(bytes(""));
  push(bytes("b"));
  expect(await first).toBe("ab");
  const second = read();
  push(bytes("c"));
  expect(await second).toBe("c");
  end();
  expect(await read()).toBeNull();
});

test("what waits for its reader is joined, and handed over without waiting again", async () => {
  const { push, read } = open();
  push(bytes("a"));
  await turn();
  push(bytes("b"));
  await turn();
  expect(await read()).toBe("ab");
});

test("a slow reader pauses the source, and resumes it by reading", async () => {
  const { push, calls, read } = open();
  for (let piece = 0; piece < 8; piece++) push(new Uint8Array(10_000));
  expect(calls).toEqual(["pause"]);
  await read();
  expect(calls).toEqual(["pause", "resume"]);
});

describe("the end", () => {
  test("comes behind everything, with or without a reader waiting", async () => {
    const { push, end, read } = open();
    push(bytes("a"));
    end();
    push(bytes("too late"));
    expect(await read()).toBe("a");
    expect(await read()).toBeNull();
  });

  test("so does a break: what came before it is not lost", async () => {
    const { push, fail, read } = open();
    push(bytes("a"));
    fail(new Error("reset"));
    fail(new Error("again"));
    expect(await read()).toBe("a");
    await expect(read()).rejects.toThrow("reset");
  });

  test("a reader who leaves lets the source go, and nothing comes after", async () => {
    const { push, end, fail, reader, calls } = open();
    push(bytes("a"));
    await reader.cancel("enough");
    push(bytes("b"));
    end();
    fail(new Error("aborted"));
    await turn();
    expect(calls).toEqual(["cancel enough"]);
  });
});

test("whatever comes in whatever order is read in that order, whole", async () => {
  const step = fc.oneof(
    fc.constantFrom("s", "se", "sec", "a", "\n").map((text) => ({ text })),
    fc.constant("turn" as const),
    fc.constant("read" as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { push, end, read } = open();
      const reads: Promise<string | null>[] = [];
      let sent = "";
      for (const each of steps) {
        if (each === "turn") await turn();
        else if (each === "read") reads.push(read());
        else {
          push(bytes(each.text));
          sent += Buffer.from(bytes(each.text)).toString();
        }
      }
      end();
      const got = await Promise.all(reads);
      for (let more = await read(); more !== null; more = await read()) got.push(more);
      expect(got.map((piece) => piece ?? "").join("")).toBe(sent);
    }),
    { numRuns: 300 },
  );
});
