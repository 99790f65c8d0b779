// @vitest-environment jsdom
import { QueryClient, QueryClientProvider, QueryObserver } from "@tanstack/react-query";
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { withParameter } from "@/components/routing/with-parameter";
import { testRoot } from "@/components/ui/testing";
import { Conversation } from "@/lib/conversations/api";
import { eventually } from "@/lib/core/testing";
import { conversationQuery } from "./queries";
import { type Panes, usePanes } from "./use-panes";

vi.mock("next/navigation", () => ({ useSearchParams: () => new URLSearchParams(location.search) }));
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const ID = "00000000-0000-7000-8000-0000000000aa";
const { queryKey } = conversationQuery(ID);

const conversationWith = (parameters: Record<string, unknown>): Conversation => {
  const settings = { model: "acme/one", fallbackModels: [], system: null, parameters };
  const pane = { id: ID, alias: null, ...settings, running: [], messages: [] };
  const at = new Date(0);
  const marks = { pinned: false, folder: null, sync: true, blind: false, blindSince: null, votes: [] };
  return { id: ID, title: "", createdAt: at, updatedAt: at, ...marks, panes: [pane] };
};

/** What was sent, and the panes as the page has them. */
let sent: unknown[] = [];
let own: Panes | undefined;
let client = new QueryClient();
/** What the server waits for. */
let gate: Promise<void> = Promise.resolve();

beforeEach(() => {
  sent = [];
  client = new QueryClient();
  vi.stubGlobal("fetch", async (path: string, { body }: RequestInit) => {
    sent.push(JSON.parse(String(body)));
    await gate;
    if (path.endsWith("/panes")) return Response.json({ paneId: ID });
    return new Response(null, { status: 204 });
  });
});

function Host({ conversation }: { conversation: Conversation | undefined }) {
  own = usePanes(conversation, (failure) => expect.fail(failure.message));
  return null;
}

async function show(conversation: Conversation | undefined) {
  if (conversation) client.setQueryData(queryKey, conversation);
  const root = testRoot();
  const draw = (now: Conversation | undefined) =>
    act(async () =>
      root.render(
        <QueryClientProvider client={client}>
          <Host conversation={now} />
        </QueryClientProvider>,
      ),
    );
  await draw(conversation);
  return draw;
}

const set = (name: string, value: unknown) =>
  own?.change([own.panes[0]?.key ?? ""], ({ parameters }) => ({
    parameters: withParameter(parameters, name, value),
  }));

const BEFORE = { temperature: 1, tools: [{}], tool_choice: "auto" };

test("of two settings that change at once neither is lost", async () => {
  await show(conversationWith(BEFORE));
  await act(async () => {
    set("tools", null);
    set("tool_choice", null);
    await own?.settled();
  });
  expect(sent.at(-1)).toEqual({ parameters: { temperature: 1 } });
});

test("nor while an older state is read", async () => {
  const draw = await show(conversationWith(BEFORE));
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  await act(async () => set("tools", null));
  await draw(conversationWith(BEFORE));
  await act(async () => {
    set("temperature", 0);
    open();
    await own?.settled();
  });
  expect(sent.at(-1)).toEqual({ parameters: { temperature: 0, tool_choice: "auto" } });
});

test("nor before the conversation has begun", async () => {
  await show(undefined);
  await act(async () => {
    set("temperature", 0);
    set("seed", 7);
  });
  expect(own?.panes[0]?.parameters).toEqual({ temperature: 0, seed: 7 });
});

test("what is added comes with the settings that it is given, before a conversation and in it", async () => {
  const settings = { system: "Be brief.", parameters: { temperature: 0 } };
  const draw = await show(undefined);
  await act(async () => own?.add("acme/two", settings));
  expect(own?.panes[1]).toMatchObject({ model: "acme/two", fallbackModels: [], ...settings });
  await draw(conversationWith(BEFORE));
  await act(async () => {
    own?.add("acme/two", settings);
    await own?.settled();
  });
  expect(sent.at(-1)).toEqual({ model: "acme/two", ...settings });
});

test("whether they go together stays as chosen, whatever older state was on its way", async () => {
  const draw = await show(conversationWith(BEFORE));
  const change = fetch;
  let arrive = () => {};
  const late = new Promise<void>((resolve) => (arrive = resolve));
  let sync = true;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit & { signal: AbortSignal }) => {
    if (init.method === "PATCH") {
      sync = false;
      return change(path, init);
    }
    const told = Response.json(encode(Conversation, { ...conversationWith(BEFORE), sync }));
    await late;
    init.signal.throwIfAborted();
    return told;
  });
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const isShown = () => client.getQueryData(queryKey)?.sync;
  const reading = client.invalidateQueries({ queryKey });
  await eventually(() => expect(client.isFetching({ queryKey })).toBe(1));
  await act(async () => own?.setSync(false));
  await draw(client.getQueryData(queryKey));
  expect(own?.sync).toBe(false);
  arrive();
  await reading;
  expect(isShown()).toBe(false);
  await act(async () => own?.settled());
  expect(isShown()).toBe(false);
  expect(sent).toEqual([{ sync: false }]);
  stop();
});

test("panes stay where they were put while that is on its way, whatever is read meanwhile", async () => {
  const [one, two] = [conversationWith({}), conversationWith({})].flatMap(({ panes }) => panes);
  if (!one || !two) throw new Error("there are panes");
  const OTHER = ID.replace("aa", "bb");
  const told = { ...conversationWith({}), panes: [one, { ...two, id: OTHER }] };
  const draw = await show(told);
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const change = fetch;
  let isOnRecord = false;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (init.method === "PATCH") {
      const answer = await change(path, init);
      isOnRecord = true;
      return answer;
    }
    const panes = isOnRecord ? told.panes.toReversed() : told.panes;
    return Response.json(encode(Conversation, { ...told, panes }));
  });
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const order = async () => {
    await draw(client.getQueryData(queryKey));
    return own?.panes.map(({ paneId }) => paneId);
  };
  await act(async () => own?.move(OTHER, 0));
  await eventually(() => expect(sent).toEqual([{ position: 0 }]));
  expect(await order()).toEqual([OTHER, ID]);
  // As when the event stream tells of something else.
  await client.invalidateQueries({ queryKey });
  expect(await order()).toEqual([OTHER, ID]);
  open();
  await act(async () => own?.settled());
  expect(await order()).toEqual([OTHER, ID]);
  expect(isOnRecord).toBe(true);
  stop();
});

test("whether they go together stays as chosen while that is on its way, whatever is read meanwhile", async () => {
  await show(conversationWith({}));
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const change = fetch;
  let sync = true;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    if (init.method !== "PATCH")
      return Response.json(encode(Conversation, { ...conversationWith({}), sync }));
    const answer = await change(path, init);
    sync = false;
    return answer;
  });
  const stop = new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});
  const isShown = () => client.getQueryData(queryKey)?.sync;
  await act(async () => own?.setSync(false));
  await eventually(() => expect(sent).toEqual([{ sync: false }]));
  // As when the event stream tells of something else.
  await client.invalidateQueries({ queryKey });
  expect([sync, isShown()]).toEqual([true, false]);
  open();
  await act(async () => own?.settled());
  expect([sync, isShown()]).toEqual([false, false]);
  stop();
});
