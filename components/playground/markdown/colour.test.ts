import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { colour } from "./colour";
import type { Asked, Coloured } from "./highlight.worker";

/** Workers as they were started, with what each was asked. */
let started: FakeWorker[] = [];

class FakeWorker {
  asked: Asked[] = [];
  isEnded = false;
  onmessage: ((event: { data: Coloured }) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor() {
    started.push(this);
  }
  postMessage(asked: Asked) {
    this.asked.push(asked);
  }
  terminate() {
    this.isEnded = true;
  }
  answer(at: number) {
    const { id } = this.asked[at] ?? expect.fail("not asked");
    this.onmessage?.({ data: { id, lines: [[{ text: `line ${at}`, style: {} }]] } });
  }
}

beforeEach(() => {
  started = [];
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
});
afterEach(() => {
  // What a test has left idle ends with it.
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const wanted = () => new AbortController().signal;
const theWorker = () => started.at(-1) ?? expect.fail("none was started");

test("one worker colours all blocks, each answered by its number", async () => {
  const both = [colour("a", "ts", wanted()), colour("b", "ts", wanted())];
  theWorker().answer(1);
  theWorker().answer(0);
  expect((await Promise.all(both)).map((lines) => lines?.[0]?.[0]?.text)).toEqual(["line 0", "line 1"]);
  expect(started).toHaveLength(1);
});

test("what nobody wants any more is taken back, and its answer is no one else's", async () => {
  const leaving = new AbortController();
  const left = colour("a", "ts", leaving.signal);
  const kept = colour("b", "ts", wanted());
  leaving.abort();
  expect(await left).toBeNull();
  const { asked } = theWorker();
  expect(asked.at(-1)).toEqual({ id: asked[0]?.id, code: null });
  theWorker().answer(0);
  theWorker().answer(1);
  expect((await kept)?.[0]?.[0]?.text).toBe("line 1");
  expect(await colour("c", "ts", AbortSignal.abort())).toBeNull();
  expect(asked).toHaveLength(3);
});

test("a worker that fails leaves all code plain, and the next code gets another one", async () => {
  const plain = [colour("a", "ts", wanted()), colour("b", "ts", wanted())];
  theWorker().onerror?.();
  expect(await Promise.all(plain)).toEqual([null, null]);
  expect(theWorker().isEnded).toBe(true);
  const again = colour("c", "ts", wanted());
  expect(started).toHaveLength(2);
  theWorker().answer(0);
  expect(await again).not.toBeNull();
});

test("a worker ends once it has had nothing to do for a minute, not before", async () => {
  const first = colour("a", "ts", wanted());
  vi.advanceTimersByTime(120_000);
  theWorker().answer(0);
  await first;
  vi.advanceTimersByTime(59_000);
  const second = colour("b", "ts", wanted());
  vi.advanceTimersByTime(59_000);
  expect(theWorker().isEnded).toBe(false);
  theWorker().answer(1);
  await second;
  vi.advanceTimersByTime(60_000);
  expect(theWorker().isEnded).toBe(true);
  expect(started).toHaveLength(1);
});
