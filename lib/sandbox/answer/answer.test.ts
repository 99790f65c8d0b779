import { expect, test } from "vitest";
import { isFailure } from "@/lib/sandbox/failure";
import { readRequest } from "@/lib/sandbox/request";
import { compose } from "./compose";
import { instanceOf } from "./structured";
import { topicOf } from "./topic";

function say(
  prompt: string,
  id = "openai/gpt-4o",
  more: Record<string, unknown> = {},
  before: { role: string; content: string }[] = [],
) {
  const request = readRequest({ messages: [...before, { role: "user", content: prompt }], ...more });
  if (isFailure(request)) throw new Error(request.message);
  return compose(request, { id, name: "OpenAI: GPT-4o", outputs: ["text"], searches: false }, 0);
}

test.each([
  ["What is 12 * (3 + 4)?", /84/],
  ["2^10", /1024/],
  ['Say exactly "pong"', /^pong$/],
  ['Say exactly "it\'s `code`"', /^it's `code`$/],
  ["Reply with only the word blue", /^blue$/],
  ["Hello!", /^Hi!/],
  ["Translate 'good morning' to German", /^Guten Morgen$/],
  ["Write a Python function for a running mean", /```python\n/],
  ["Give me a SQL query for revenue", /```sql\n/],
  ["Compare Postgres and SQLite in a table", /\| Aspect \| Postgres \| SQLite \|/],
  ["List 4 ideas for a team day", /\n4\. [^\n]+$/],
  ["Write a haiku about autumn", /^[^\n]+\n[^\n]*autumn[^\n]*\n[^\n]+$/i],
  ["Explain how rainbows form", /42°/],
  ["Who are you?", /sandbox/],
])("%s", (prompt, answer) => {
  expect(say(prompt).text).toMatch(answer);
});

test("authors write in their own manner", () => {
  const texts = ["openai/a", "anthropic/a", "google/a", "mistralai/a", "x-ai/a", "deepseek/a"].map(
    (id) => say("Explain supply chains", id).text,
  );
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.map((text) => text.includes("## "))).toEqual([true, false, true, false, false, true]);
});

test("a conversation is remembered", () => {
  const before = [
    { role: "user", content: "My name is Ada. Explain black holes" },
    { role: "assistant", content: "They are dark." },
  ];
  expect(say("What is my name?", "openai/a", {}, before).text).toBe("Your name is Ada.");
  expect(say("Explain tides", "openai/a", {}, before).text).toMatch(
    /^(?:This connects|Building on|We talked)/,
  );
});

test("tools are left alone when they do not fit, and used when they must be", () => {
  const tools = [
    {
      type: "function",
      function: {
        name: "send_invoice",
        description: "Sends an invoice",
        parameters: { type: "object", properties: { amount: { type: "number" } } },
      },
    },
  ];
  expect(say("Explain rainbows", "openai/a", { tools }).calls).toEqual([]);
  expect(say("Explain rainbows", "openai/a", { tools, tool_choice: "none" }).calls).toEqual([]);
  expect(say("Explain rainbows", "openai/a", { tools, tool_choice: "required" }).calls).toHaveLength(1);
  expect(say("Send the invoice over 12.50", "mistralai/a", { tools }).calls).toEqual([
    { id: expect.stringMatching(/^\w{9}$/), name: "send_invoice", arguments: '{"amount":12.5}' },
  ]);
});

test("instances keep to their schema, recursion included", () => {
  const tree = {
    type: "object",
    required: ["value"],
    properties: {
      value: { type: "string", maxLength: 5 },
      children: { type: "array", items: { $ref: "#" } },
    },
  };
  expect(JSON.stringify(instanceOf(tree, "x", tree, 0)).length).toBeLessThan(20_000);
  expect(
    instanceOf({ anyOf: [{ type: "integer", exclusiveMinimum: 50 }, { type: "null" }] }, "x", {}, 0),
  ).toBe(51);
  expect(
    instanceOf(
      { allOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { enum: ["x"] } } }] },
      "x",
      {},
      0,
    ),
  ).toEqual({ a: 1, b: "x" });
});

test.each([
  ["Please explain how rainbows form.", "how rainbows form"],
  ["Why is the sky blue?", "why the sky is blue"],
  ["How do compilers work?", "how compilers work"],
  ["Tell me about Paris", "Paris"],
  ["", "this question"],
])("%s is about %s", (prompt, topic) => {
  expect(topicOf(prompt)).toBe(topic);
});
