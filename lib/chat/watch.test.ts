import { expect, test } from "vitest";
import { createWatch } from "./watch";

const chunk = (content: string) =>
  `data: ${JSON.stringify({ id: "gen-1", choices: [{ delta: { content } }] })}\n\n`;

/** At which character the watch first takes the stream for complete, when they come one by one. */
function doneAfter(text: string): number | null {
  const watch = createWatch(0);
  for (let index = 0; index < text.length; index++) {
    watch.feed(text[index] ?? "", 1);
    if (watch.isDone) return index + 1;
  }
  return null;
}

test("the closing mark is seen the moment it is complete, however it is cut", () => {
  for (const before of ["", "\n", "\r\n", chunk("Hello"), ": comment\n"])
    for (const mark of ["data: [DONE]", "data:[DONE]"])
      expect(doneAfter(`${before}${mark}\n\n`)).toBe(before.length + mark.length);
});

test("the same words inside an answer, a comment or a field are not the mark, wherever a piece ends", () => {
  const inside = [
    chunk("data: [DONE]"),
    chunk("\ndata: [DONE]\n\n"),
    ": data: [DONE]\n",
    "id: data: [DONE]\n",
    " data: [DONE]\n",
  ];
  for (const text of inside) {
    expect(doneAfter(`${chunk("x")}${text}`)).toBeNull();
    for (let cut = 1; cut < text.length; cut++) {
      const watch = createWatch(0);
      for (const piece of [chunk("x"), text.slice(0, cut), text.slice(cut), chunk("y")]) watch.feed(piece, 1);
      expect([cut, watch.isDone]).toEqual([cut, false]);
    }
  }
});

test("comments are no progress, whole, in pieces or empty; anything else is", () => {
  const progress = (...pieces: string[]) => {
    const watch = createWatch(0);
    for (const piece of pieces) watch.feed(piece, 5);
    return watch.progressAt === 5;
  };
  expect(progress(": OPENROUTER PROCESSING\n\n")).toBe(false);
  expect(progress(...": OPENROUTER PROCESSING\r\n\r\n: OPENROUTER PROCESSING\n\n: \n:\n")).toBe(false);
  expect(progress(": OPENROUTER PROC", "ESSING", "\n", "\n", "")).toBe(false);
  expect(progress(": OPENROUTER\n", "d")).toBe(true);
  expect(progress(": OPENROUTER PROC", "ESSING\ndata: {}")).toBe(true);
  expect(progress(chunk("a"))).toBe(true);
});

test("the upstream's id is known after the first event, before any token", () => {
  const watch = createWatch(0);
  expect(watch.upstreamId).toBeNull();
  watch.feed(": wait\n\n", 1);
  watch.feed(chunk(""), 1);
  expect(watch.upstreamId).toBe("gen-1");
});

test("the first token has the time at which it came, not the time at which it was parsed", () => {
  const watch = createWatch(100);
  watch.feed(chunk(""), 110);
  watch.feed(chunk("a"), 120);
  watch.feed(chunk("b"), 130);
  expect(watch.end(999)).toMatchObject({ text: "ab", firstTokenAt: 120 });
});

test("hostile streams of any line breaks are read in one pass", () => {
  for (const line of [
    "\r",
    "\n",
    "\r\n",
    ":\r",
    "data: x\n",
    "data: x\r",
    "\rdata: [DON",
    "data: [DONE",
    ":",
  ]) {
    const watch = createWatch(0);
    const text = line.repeat(100_000 / line.length);
    watch.feed(chunk("token"), 1);
    for (let index = 0; index < 20; index++) watch.feed(index === 19 ? `${text}\r` : text, 2);
    expect(watch.end(3).text).toBe("token");
    expect(watch.isDone).toBe(false);
  }
});
