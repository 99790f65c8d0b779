// @vitest-environment jsdom
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import type { Conversation, Message } from "@/lib/conversations/api";
import type { Sent } from "./send-message";
import { type TurnActions, type Turns, useTurnActions } from "./turn-actions";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const said = (id: string, parentId: string | null, turnId: string): Message => ({
  ...{ id, parentId, turnId, role: id.startsWith("q") ? "user" : "assistant", content: `What ${id} says` },
  ...{ reasoning: "", attachments: [], images: [], toolCalls: [], answerSchema: null, siblings: [id] },
  ...{ generation: null, createdAt: new Date(0) },
});
/** The second pane has been asked more since than the first. */
const MESSAGES = {
  p1: [said("q1", null, "t1"), said("a1", "q1", "t1")],
  p2: [said("q2", null, "t1"), said("a2", "q2", "t1"), said("q3", "a2", "t2"), said("a3", "q3", "t2")],
};
/** @param last how many messages of each branch are known */
const known = (last: number): Conversation => ({
  ...{ id: "c", title: "", createdAt: new Date(0), updatedAt: new Date(0), pinned: false, folder: null },
  ...{ sync: true, blind: false, blindSince: null, votes: [] },
  panes: Object.entries(MESSAGES).map(([id, messages]) => ({
    ...{ id, alias: null, model: "acme/one", fallbackModels: [], system: null, parameters: {}, running: [] },
    messages: messages.slice(-last),
    ...(messages.length > last && { earlier: messages.length - last }),
  })),
});

const sent: Pick<Sent, "panes" | "after">[] = [];
let readWhole = async (): Promise<Conversation | null> => known(9);

beforeEach(() => void sent.splice(0));

/** What can be done in a pane while no more than the end of its conversation is known. */
async function actionsIn(paneId: string, last: number): Promise<TurnActions> {
  const panes = Object.keys(MESSAGES).map((id) => ({ key: id, paneId: id }));
  const turns = {
    ...{ state: { key: paneId, paneId }, own: { panes, settled: async () => {} }, sync: true },
    chat: { send: async (one: Sent) => sent.push(one) > 0, whole: () => readWhole() },
  } as unknown as Turns;
  let actions: TurnActions | undefined;
  function Host() {
    actions = useTurnActions(known(last), turns);
    return null;
  }
  await act(async () => testRoot().render(<Host />));
  return actions ?? expect.fail();
}

test("a question that is asked anew in step goes to all panes that had it, also where it is not known yet", async () => {
  const actions = await actionsIn("p1", 2);
  expect(await actions.edit("q1", "Otherwise?")).toBe(true);
  expect(sent[0]?.panes.map(({ key }) => key)).toEqual(["p1", "p2"]);
  expect([...(sent[0]?.after ?? [])]).toEqual([
    ["p1", null],
    ["p2", null],
  ]);
});

test("while that cannot be read it goes nowhere", async () => {
  readWhole = async () => null;
  const actions = await actionsIn("p1", 2);
  expect(await actions.edit("q1", "Otherwise?")).toBe(false);
  expect(sent).toEqual([]);
});

test("an answer is copied with its question, also the first one that is known", async () => {
  readWhole = async () => known(9);
  const actions = await actionsIn("p2", 1);
  expect(await actions.markdown("a3")).toContain("What q3 says");
  readWhole = async () => null;
  expect(await actions.markdown("a3")).toBeNull();
  expect(await (await actionsIn("p2", 2)).markdown("a3")).toContain("What q3 says");
});
