import { expect, test } from "vitest";
import type { Conversation, Message, Vote } from "./api";
import { ballotOf } from "./ballot";

const at = (second: number) => new Date(second * 1000);
const message = (role: Message["role"], turnId: string, second: number, more: object = {}): Message => ({
  ...{ id: `${role} ${turnId}`, parentId: null, role, turnId, content: "words", reasoning: "", images: [] },
  ...{
    attachments: [],
    answerSchema: null,
    toolCalls: [],
    siblings: [],
    generation: null,
    createdAt: at(second),
    ...more,
  },
});
const answer = (turnId: string, id: string, second: number, more: object = {}) =>
  message("assistant", turnId, second, { generation: { id, startedAt: at(second) }, ...more });
const pane = (id: string, ...messages: Message[]) => ({ id, messages }) as Conversation["panes"][number];
const votes: Vote[] = [{ turnId: "one", outcome: "tie", winner: null }];

test("the answers to the newest question are voted on, pane by pane", () => {
  const panes = [
    pane(
      "a",
      message("user", "one", 1),
      answer("one", "g1", 1),
      message("user", "two", 2),
      answer("two", "g3", 2),
    ),
    pane(
      "b",
      message("user", "one", 1),
      answer("one", "g2", 1),
      message("user", "two", 2),
      answer("two", "g4", 2),
    ),
    pane("c", message("user", "one", 1)),
  ];
  expect(ballotOf({ panes, votes, blindSince: null })).toEqual({
    turnId: "two",
    answers: [
      { paneId: "a", generationId: "g3" },
      { paneId: "b", generationId: "g4" },
      { paneId: "c", generationId: null },
    ],
    verdict: null,
  });
});

test("what was decided comes along", () => {
  const panes = ["a", "b"].map((id) => pane(id, message("user", "one", 1), answer("one", `g${id}`, 1)));
  expect(ballotOf({ panes, votes, blindSince: null })?.verdict).toEqual(votes[0]);
});

test("once others go on from the winner, it is still the last question that was decided", () => {
  const said = (first: number, second: number) => [
    message("user", "one", first),
    answer("one", "g1", first),
    message("user", "two", second),
    answer("two", "g2", second),
  ];
  const verdict: Vote = { turnId: "two", outcome: "winner", winner: "a" };
  const panes = [pane("a", ...said(1, 2)), pane("b", ...said(3, 3))];
  expect(ballotOf({ panes, votes: [...votes, verdict], blindSince: null })).toMatchObject({
    ...{ turnId: "two", verdict },
    answers: [{ generationId: "g2" }, { generationId: "g2" }],
  });
});

test("there is nothing to choose from with fewer than two answers", () => {
  const question = message("user", "two", 1);
  const said = pane("a", question, answer("two", "g1", 1));
  for (const other of [
    pane("b"),
    pane("b", message("user", "three", 0), answer("three", "g2", 0)),
    pane("b", question, answer("two", "g2", 1, { content: "" })),
    // Copied from the other pane.
    pane("b", question, answer("two", "g1", 1)),
  ])
    expect(ballotOf({ panes: [said, other], votes: [], blindSince: null })).toBeNull();
  expect(ballotOf({ panes: [pane("a")], votes: [], blindSince: null })).toBeNull();
});

test("what was answered before it became blind is not voted on", () => {
  const panes = ["a", "b"].map((id) => pane(id, message("user", "two", 5), answer("two", `g${id}`, 5)));
  expect(ballotOf({ panes, votes: [], blindSince: at(5) })?.answers).toHaveLength(2);
  expect(ballotOf({ panes, votes: [], blindSince: at(6) })).toBeNull();
});

test("nor is an answer of which a step was given before, as it waited for a tool", () => {
  const question = message("user", "two", 5);
  const steps = [answer("two", "ga1", 5), message("tool", "two", 7), answer("two", "ga2", 8)];
  const other = pane("b", question, answer("two", "gb", 7));
  const ballot = (blindSince: Date | null) =>
    ballotOf({ panes: [pane("a", question, ...steps), other], votes: [], blindSince });
  expect(ballot(at(5))?.answers.map(({ generationId }) => generationId)).toEqual(["ga2", "gb"]);
  expect(ballot(at(6))).toBeNull();
});
