import { expect, test } from "vitest";
import { answeredQuestions } from "./answers";
import type { ConversationFile } from "./api";

type Pane = ConversationFile["panes"][number];
type Said = Pane["messages"][number];

const turn =
  (turnId: string, second: number) =>
  (pane: string, answers: string[], more: object = {}): Said[] => {
    const shared = {
      ...{ turnId, reasoning: "", images: [], toolCalls: [], generation: null, siblings: [] },
      ...{ attachments: [], answerSchema: null },
      createdAt: new Date(second * 1000),
    };
    const ids = answers.map((_, index) => `${pane}${turnId}${index + 1}`);
    return [
      { ...shared, id: `${pane}${turnId}`, parentId: null, role: "user", content: `Question ${turnId}` },
      ...answers.map(
        (content, index): Said => ({
          ...shared,
          ...{
            id: ids[index] ?? "",
            parentId: `${pane}${turnId}`,
            role: "assistant",
            content,
            siblings: ids,
            ...more,
          },
        }),
      ),
    ];
  };
const pane = (model: string, messages: Said[], alias: string | null = null): Pane => ({
  ...{ id: model, alias, model, fallbackModels: [], system: null, parameters: {}, running: [], leafId: null },
  messages,
});
const [one, two] = [turn("1", 1), turn("2", 2)];

test("answers stand with their question, the newest first, shown ones before other versions", () => {
  const panes = [
    pane("a/x", [...one("p", ["first"]), ...two("p", ["old", "new"])]),
    pane("b/y", two("q", ["other", ""])),
    pane("a/x", []),
  ];
  expect(answeredQuestions({ panes }, new Set(["p22", "q21", "p11"]))).toEqual([
    {
      id: "2",
      question: "Question 2",
      answers: [
        { id: "p22", label: "a/x · version 2", text: "new" },
        { id: "q21", label: "b/y · version 1", text: "other" },
        { id: "p21", label: "a/x · version 1", text: "old" },
      ],
    },
    { id: "1", question: "Question 1", answers: [{ id: "p11", label: "a/x", text: "first" }] },
  ]);
});

test("aliases stand for models that nobody is to know, and copies are listed once", () => {
  const copied = { generation: { id: "g", models: ["a/x"] } };
  const panes = [pane("", one("p", ["same"], copied), "A"), pane("", one("q", ["same"], copied), "B")];
  const [question] = answeredQuestions({ panes }, new Set());
  expect(question?.answers).toEqual([{ id: "p11", label: "A", text: "same" }]);
});
