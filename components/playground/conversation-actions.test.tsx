// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import type { MenuItem } from "@/components/ui/menu";
import { testRoot } from "@/components/ui/testing";
import { dismissToast, readToasts } from "@/components/ui/toast";
import { Conversation } from "@/lib/conversations/api";
import { eventually } from "@/lib/core/testing";
import ConversationActions from "./conversation-actions";
import { withStarted } from "./conversation-cache";
import { conversationQuery } from "./queries";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.mock("@/lib/conversations/reproduce", () => ({
  reproduceLink: async (_: string, { panes }: Conversation) =>
    panes.flatMap(({ messages }) => messages.map(({ content }) => content)).join(),
}));
vi.mock("@/components/conversations/conversation-menu", () => ({
  default: ({ before }: { before: MenuItem[] }) =>
    before.map(({ label, onSelect }) => (
      <button key={label} type="button" onClick={onSelect}>
        {label}
      </button>
    )),
}));

const id = (digit: number) => `01900000-0000-7000-8000-00000000000${digit}`;
const asked = (text: string, digit: number, before?: Conversation) => {
  const ids = { generationId: id(digit), userMessageId: id(digit + 1), messageId: id(digit + 2) };
  const generations = [{ paneId: id(2), model: "acme/one", ...ids }];
  const started = { conversationId: id(1), turnId: id(digit), generations };
  return withStarted(before, started, { text, attachments: [] }, new Date(0));
};
const WHOLE = {
  ...asked("The second question", 6, asked("The first question", 3)),
  // Which tells nothing of the questions.
  title: "Tides",
};
const END = {
  ...WHOLE,
  panes: WHOLE.panes.map((pane) => ({ ...pane, messages: pane.messages.slice(2), earlier: 2 })),
};

afterEach(() => {
  for (const toast of readToasts()) dismissToast(toast.id);
});

/** Presses what is called so of a conversation of which the end is known. @returns what was copied */
async function press(label: string, read: () => Response): Promise<string | null> {
  let copied: string | null = null;
  const clipboard = {
    writeText: async (text: string) => {
      copied = text;
    },
  };
  vi.stubGlobal("navigator", { clipboard });
  vi.stubGlobal("fetch", async () => read());
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(conversationQuery(id(1)).queryKey, END);
  const place = document.createElement("div");
  const root = testRoot(place);
  await act(async () =>
    root.render(
      <QueryClientProvider client={client}>
        <ConversationActions conversation={END} connection="open" />
      </QueryClientProvider>,
    ),
  );
  const button = [...place.querySelectorAll("button")].find(({ textContent }) => textContent === label);
  button?.click();
  await eventually(() => expect(readToasts()).toHaveLength(1));
  return copied;
}

const told = () => Response.json(encode(Conversation, WHOLE));

test.each(["Copy as Markdown", "Copy reproduce link"])(
  "%s copies all of a conversation, though only its end is known yet",
  async (label) => {
    const text = await press(label, told);
    expect(text).toContain("The first question");
    expect(text).toContain("The second question");
  },
);

test("half of it is not copied", async () => {
  expect(await press("Copy as Markdown", () => new Response(null, { status: 503 }))).toBeNull();
  expect(readToasts()).toMatchObject([{ failed: true }]);
});
