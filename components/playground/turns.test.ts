import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Turns } from "./turns";

const FRAME = 16;
const EIGHT = [..."abcdefgh"];

beforeEach(() => {
  vi.useFakeTimers();
  show(true);
});
afterEach(() => void vi.useRealTimers());

/** Has the page be seen, or be out of sight and without frames. */
function show(isSeen: boolean): void {
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => (isSeen ? setTimeout(act, FRAME) : 0));
  vi.stubGlobal("cancelAnimationFrame", (frame: number) => clearTimeout(frame));
}

function turns() {
  const drawn: string[] = [];
  const drawing = new Turns((id) => drawn.push(id));
  const askAll = () => {
    for (const id of EIGHT) drawing.ask(id);
  };
  return { drawn, drawing, askAll };
}

test("the first is drawn at once, the others one in a frame, in the order of their waiting", () => {
  const { drawn, askAll } = turns();
  askAll();
  expect(drawn).toEqual(["a"]);
  for (let frame = 1; frame < 8; frame++) {
    vi.advanceTimersByTime(FRAME + 1);
    expect(drawn).toEqual(EIGHT.slice(0, frame + 1));
  }
});

test("whoever was drawn a moment ago rests, and is drawn once for all that came meanwhile", () => {
  const { drawn, drawing } = turns();
  for (let piece = 0; piece < 9; piece++) {
    drawing.ask("a");
    vi.advanceTimersByTime(10);
  }
  expect(drawn).toEqual(["a"]);
  // Who has not been drawn does not wait for another's rest.
  drawing.ask("b");
  expect(drawn).toEqual(["a", "b"]);
  vi.advanceTimersByTime(50);
  expect(drawn).toEqual(["a", "b", "a"]);
});

test("of a page out of sight all are drawn together, as it has no frames", () => {
  const { drawn, askAll } = turns();
  show(false);
  askAll();
  expect(drawn).toEqual(["a"]);
  vi.advanceTimersByTime(1_000);
  expect(drawn).toEqual(EIGHT);
});

test("once it is over nobody is drawn", () => {
  const { drawn, drawing, askAll } = turns();
  askAll();
  drawing.stop();
  vi.advanceTimersByTime(5_000);
  expect(drawn).toEqual(["a"]);
});
