// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Conversation, Message } from "@/lib/conversations/api";
import Messages from "./messages";
import type { Turns } from "./turn-actions";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", Observer);
vi.stubGlobal("IntersectionObserver", Observer);
const drawn = vi.hoisted(() => vi.fn());
vi.mock("./answer", async (original) => ({
  ...(await original()),
  Answer: ({ message, tools }: { message: Message; tools: unknown }) => {
    drawn(message.content);
    return <article>{tools as never}</article>;
  },
}));

const said = (id: string, parentId: string | null, more: Partial<Message> = {}): Message => ({
  ...{ id, parentId, turnId: null, role: "user", content: id, reasoning: "", attachments: [], images: [] },
  ...{ toolCalls: [], answerSchema: null, siblings: [id], generation: null, createdAt: new Date(0) },
  ...more,
});
const withMessages = (messages: Message[]): Conversation => ({
  ...{ id: "c", title: "", createdAt: new Date(0), updatedAt: new Date(0), pinned: false, folder: null },
  ...{ sync: true, blind: false, blindSince: null, votes: [] },
  panes: [
    {
      ...{ id: "p", alias: null, model: "acme/one", fallbackModels: [], system: null, parameters: {} },
      ...{ running: [], messages },
    },
  ],
});
const rowOf = () => null;
const walked: string[] = [];
/** New with every letter that is typed. */
const turns = () =>
  ({
    state: { key: "p", paneId: "p" },
    own: { panes: [], walk: (_: string, id: string) => walked.push(id), settled: async () => {} },
  }) as unknown as Turns;

/** Nothing is asked for here. */
const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } });
let page = document.createElement("div");
let root = createRoot(page);
const draw = (conversation: Conversation) =>
  act(async () => {
    root.render(
      <QueryClientProvider client={client}>
        <Messages
          conversation={conversation}
          pane={conversation.panes[0] ?? null}
          {...{ pending: null, stream: null, sent: 0, rowOf, turns: turns() }}
        />
      </QueryClientProvider>,
    );
    // They come when the first question does, and when there is more before it.
    await Promise.all([import("./save-prompt-button"), import("./earlier-messages")]);
  });

beforeEach(() => {
  page = document.body.appendChild(document.createElement("div"));
  root = createRoot(page);
  drawn.mockClear();
  walked.length = 0;
});
afterEach(async () => {
  await act(async () => root.unmount());
  page.remove();
});

test("who walks through the versions of a question keeps the focus on the arrow, to the end and back", async () => {
  const siblings = ["one", "uno"];
  const first = [said("one", null, { siblings }), said("a", "one", { role: "assistant" })];
  const second = [said("uno", null, { siblings }), said("b", "uno", { role: "assistant" })];
  await draw(withMessages(second));
  const arrow = page.querySelector<HTMLButtonElement>('[aria-label="Previous version"]');
  arrow?.focus();
  await act(async () => arrow?.click());
  expect(walked).toEqual(["one"]);
  await draw(withMessages(first));
  expect(page.textContent).toContain("1/2");
  expect(document.activeElement).toBe(arrow);
  expect(arrow?.isConnected).toBe(true);
  // There is nothing before the first.
  expect(arrow?.getAttribute("aria-disabled")).toBe("true");
  await act(async () => arrow?.click());
  expect(walked).toEqual(["one"]);
});

test("nor does an answer's", async () => {
  const siblings = ["a", "b", "c"];
  const answer = (id: string) => said(id, "one", { role: "assistant", siblings });
  await draw(withMessages([said("one", null), answer("c")]));
  const arrow = page.querySelector<HTMLButtonElement>('[aria-label="Previous version"]');
  arrow?.focus();
  await draw(withMessages([said("one", null), answer("b")]));
  expect(document.activeElement).toBe(arrow);
});

test("nothing that was said is drawn anew while someone writes, and of a change only what has changed", async () => {
  const messages = [
    ...[said("one", null), said("a", "one", { role: "assistant" })],
    ...[said("two", "a"), said("b", "two", { role: "assistant" })],
  ];
  const conversation = withMessages(messages);
  await draw(conversation);
  expect(drawn.mock.calls.flat()).toEqual(["a", "b"]);
  drawn.mockClear();
  await draw(conversation);
  expect(drawn).not.toHaveBeenCalled();
  const changed = { ...(messages[3] ?? expect.fail()), content: "b, at length" };
  await draw(withMessages([...messages.slice(0, 3), changed]));
  expect(drawn.mock.calls.flat()).toEqual(["b, at length"]);
});

test("of a long conversation the end alone is drawn in full", async () => {
  const messages = Array.from({ length: 500 }, (_, at) =>
    said(`m${at}`, at === 0 ? null : `m${at - 1}`, { role: at % 2 === 0 ? "user" : "assistant" }),
  );
  await draw(withMessages(messages));
  expect(drawn.mock.calls.length).toBeLessThanOrEqual(8);
  expect(page.textContent).toContain("m0m1");
  // A paragraph and what holds it.
  expect(page.querySelectorAll("*").length).toBeLessThan(messages.length * 5);
});

test("what was drawn of the end of a conversation stays when what is before it arrives", async () => {
  const messages = Array.from({ length: 100 }, (_, at) =>
    said(`m${at}`, at === 0 ? null : `m${at - 1}`, { role: at % 2 === 0 ? "user" : "assistant" }),
  );
  const { panes, ...whole } = withMessages(messages);
  const pane = panes[0] ?? expect.fail();
  await draw({ ...whole, panes: [{ ...pane, messages: messages.slice(60), earlier: 60 }] });
  expect(page.textContent).not.toContain("m59");
  const answers = drawn.mock.calls.length;
  const last = [...page.querySelectorAll("article")].at(-1);
  await draw({ ...whole, panes: [pane] });
  expect(page.textContent).toContain("m0m1");
  expect([...page.querySelectorAll("article")].at(-1)).toBe(last);
  expect(drawn.mock.calls.length).toBe(answers);
});
