import { expect, test } from "vitest";
import { toMessages } from "./history";

const user = (content: string) => ({ role: "user" as const, content });
const assistant = (content: string) => ({ role: "assistant" as const, content });

test("instructions come first, then the turns as they were", () => {
  expect(toMessages("Be brief.", [user("Hi"), assistant("Ho"), user(" spaces \n kept ")])).toEqual([
    { role: "system", content: "Be brief." },
    user("Hi"),
    assistant("Ho"),
    user(" spaces \n kept "),
  ]);
});

test("instructions of nothing but space are none", () => {
  for (const system of [null, "", " \n\t"]) expect(toMessages(system, [user("Hi")])).toEqual([user("Hi")]);
});

test("answers that never came are left out, questions never are", () => {
  expect(toMessages(null, [user("One"), assistant(""), user("Two"), assistant("2")])).toEqual([
    user("One"),
    user("Two"),
    assistant("2"),
  ]);
});

test("what a model drew goes back with its answer, also where it said nothing", () => {
  const url = "data:image/png;base64,AAAA";
  const drew = { ...assistant(""), extras: { images: [url, 7] } };
  const images = [{ type: "image_url", image_url: { url } }];
  expect(toMessages(null, [user("Draw"), drew, user("Bluer")])).toEqual([
    user("Draw"),
    { ...assistant(""), images },
    user("Bluer"),
  ]);
  const [said] = toMessages(null, [{ ...drew, content: "Here" }]);
  expect(said).toEqual({ ...assistant("Here"), images });
});

test("nothing but role and content goes upstream", () => {
  const turn = { ...user("Hi"), id: "1", extras: { secret: true }, generationId: null };
  expect(toMessages(null, [turn])).toEqual([user("Hi")]);
});

const call = (id?: string) => ({
  index: 0,
  ...(id && { id }),
  type: "function",
  function: { name: "f", arguments: "{}" },
});
const caller = (...toolCalls: unknown[]) => ({ ...assistant(""), extras: { toolCalls } });
const tool = (content: string) => ({ role: "tool" as const, content });

test("called tools and what they answered go together, by the names of the calls", () => {
  const thoughts = [{ type: "reasoning.text", text: "Hm", signature: "s", index: 0 }];
  const asked = caller(call("a"), call("b"));
  const turns = [
    user("Weather?"),
    { ...asked, extras: { ...asked.extras, reasoningDetails: thoughts } },
    tool("sun"),
    tool("rain"),
    assistant("Both."),
  ];
  const sent = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };
  expect(toMessages(null, turns)).toEqual([
    user("Weather?"),
    { ...assistant(""), tool_calls: [sent, { ...sent, id: "b" }], reasoning_details: thoughts },
    { role: "tool", content: "sun", tool_call_id: "a" },
    { role: "tool", content: "rain", tool_call_id: "b" },
    assistant("Both."),
  ]);
});

test("a call without a name gets the same one on both sides", () => {
  const [, called, answered] = toMessages(null, [user("?"), caller(call()), tool("42")]);
  expect(called).toMatchObject({ tool_calls: [{ id: "call_0" }] });
  expect(answered).toMatchObject({ tool_call_id: "call_0" });
});

test("calls that nobody answered are not mentioned", () => {
  const said = { ...caller(call("a")), content: "Let me see." };
  expect(toMessages(null, [user("?"), said, user("Never mind.")])).toEqual([
    user("?"),
    assistant("Let me see."),
    user("Never mind."),
  ]);
  expect(toMessages(null, [user("?"), caller(call("a")), user("!")])).toEqual([user("?"), user("!")]);
});
