import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { Generation } from "@/lib/ledger/api";
import { withStarted } from "./conversation-cache";
import { markRow, marksOf } from "./row-marks";

const id = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const started = {
  conversationId: id(1),
  turnId: id(9),
  generations: [2, 3, 4].map((digit) => ({
    ...{ generationId: id(digit), paneId: id(digit), userMessageId: id(digit), messageId: id(digit) },
    model: "acme/one",
  })),
};
const conversation = withStarted(undefined, started, { text: "Hello", attachments: [] }, new Date(0));
const blank = conversation.panes[0]?.messages[1]?.generation as Generation;
const answer = (digit: number, seconds: number | null, cost: string | null, state = "finished") =>
  ({
    ...{ ...blank, id: id(digit), state, completionTokens: 101, ttftMs: 100 },
    durationMs: seconds === null ? null : 100 + seconds * 1000,
    cost: cost === null ? null : parseUsd(cost),
  }) as Generation;
const told = (row: Generation[]) =>
  Object.fromEntries(
    markRow(row).map(([generationId, { fastest, cheapest }]) => [
      generationId.slice(-1),
      `${fastest ? "fastest " : ""}${cheapest ? "cheapest" : ""}`.trim(),
    ]),
  );

test("the fastest and the cheapest of a row are marked, and both of two that tie", () => {
  expect(told([answer(2, 2, "0.2"), answer(3, 1, "0.3"), answer(4, 3, "0.1")])).toEqual({
    2: "",
    3: "fastest",
    4: "cheapest",
  });
  expect(told([answer(2, 1, "0.1"), answer(3, 1, "0.3"), answer(4, 3, "0.1")])).toEqual({
    2: "fastest cheapest",
    3: "fastest",
    4: "cheapest",
  });
});

test("only what finished is compared", () => {
  expect(told([answer(2, 2, "0.2"), answer(3, 3, "0.3"), answer(4, 1, "0.1", "failed")])).toEqual({
    2: "fastest cheapest",
    3: "",
  });
  expect(told([answer(2, 2, "0.2"), answer(4, 1, "0.1", "cancelled")])).toEqual({ 2: "" });
});

test("nothing is marked before the row is complete, nor where a figure is not known or all are the same", () => {
  expect(told([answer(2, 2, "0.2"), answer(3, 1, "0.1"), answer(4, null, null, "running")])).toEqual({});
  expect(told([answer(2, 2, "0.2"), answer(3, null, "0.1")])).toEqual({ 2: "", 3: "cheapest" });
  expect(told([answer(2, 2, null), answer(3, 1, "0")])).toEqual({ 2: "", 3: "fastest" });
  expect(told([answer(2, 2, "0"), answer(3, 2, "0")])).toEqual({ 2: "", 3: "" });
});

test("a row is the answers to one question, in all panes", () => {
  const ended = [answer(2, 1, "0.2"), answer(3, 2, "0.1"), answer(4, 3, "0.3")];
  const panes = conversation.panes.map((pane, index) => ({
    ...pane,
    messages: pane.messages.map((message) =>
      message.generation ? { ...message, turnId: id(9), generation: ended[index] ?? null } : message,
    ),
  }));
  const settled = { ...conversation, panes };
  expect([2, 3, 4].map((digit) => marksOf(settled, id(digit)))).toEqual([
    { fastest: true, cheapest: false },
    { fastest: false, cheapest: true },
    { fastest: false, cheapest: false },
  ]);
  expect(marksOf(undefined, id(2))).toEqual({ fastest: false, cheapest: false });
});

test("an answer that called tools is compared as a whole, and marked at its end", () => {
  const [one, two] = conversation.panes;
  if (!one || !two) throw new Error("there are panes");
  const made = (pane: typeof one, ...steps: Generation[]) => ({
    ...pane,
    messages: steps.flatMap((generation) =>
      pane.messages.slice(1, 2).map((message) => ({ ...message, turnId: id(9), generation })),
    ),
  });
  const marks = (...steps: Generation[]) => {
    const panes = [made(one, ...steps), made(two, answer(3, 2, "0.3"))];
    const settled = { ...conversation, panes };
    return [2, 4, 3].map((digit) => marksOf(settled, id(digit)));
  };
  const none = { fastest: false, cheapest: false };
  // Each of its steps costs less than the other answer, and both together more.
  expect(marks(answer(2, 1, "0.2"), answer(4, 1, "0.2"))).toEqual([
    none,
    { fastest: true, cheapest: false },
    { fastest: false, cheapest: true },
  ]);
  expect(marks(answer(2, 1, null), answer(4, 1, "0.2"))).toEqual([
    none,
    { fastest: true, cheapest: false },
    none,
  ]);
});
