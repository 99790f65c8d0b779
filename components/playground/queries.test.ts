import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { eventually } from "@/lib/core/testing";
import { readWhole } from "./actions";
import { drawing } from "./drawing";
import { conversationQuery } from "./queries";

const ID = "01900000-0000-7000-8000-000000000001";
const DAY = "2026-11-27T00:00:00.000Z";

const idOf = (index: number) => ID.slice(0, -4) + String(index).padStart(4, "0");
const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({
    ...{
      id: idOf(from + at),
      parentId: from + at === 0 ? null : idOf(from + at - 1),
      turnId: null,
      role: "user",
    },
    ...{ content: `${from + at}`, reasoning: "", attachments: [], images: [], toolCalls: [] },
    ...{ answerSchema: null, siblings: [], generation: null, createdAt: DAY },
  }));

const conversation = (earlier?: number) => ({
  ...{ id: ID, title: "Tides", createdAt: DAY, updatedAt: DAY, pinned: false, folder: null },
  ...{ sync: true, blind: false, blindSince: null, votes: [] },
  panes: [
    {
      ...{ id: ID, alias: null, model: "acme/one", fallbackModels: [], system: null, parameters: {} },
      ...{ running: [], messages: messages(2, earlier), ...(earlier !== undefined && { earlier }) },
    },
  ],
});

afterEach(() => void vi.unstubAllGlobals());

/** How many messages a page has. */
const PAGE = 16;

/** A server that tells of the end at once, and of what is before it when it is let. */
function serve(earlier?: number) {
  const asked: string[] = [];
  let isLet = false;
  const held: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, { signal }: { signal?: AbortSignal }) => {
    asked.push(path);
    if (path.includes("last=")) return Response.json(conversation(earlier));
    await new Promise<void>((resolve, reject) => {
      if (isLet) resolve();
      held.push(resolve);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    const end = Number(path.slice(-4));
    const start = Math.max(0, end - PAGE);
    return Response.json({ messages: messages(end - start, start) });
  });
  const release = () => {
    isLet = true;
    for (const go of held) go();
  };
  return { asked, release };
}

const known = (client: QueryClient) => client.getQueryData(conversationQuery(ID).queryKey)?.panes[0];
const open = (client: QueryClient) => new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});

test("a short conversation is read once", async () => {
  const { asked } = serve();
  const client = new QueryClient();
  open(client);
  await eventually(() => expect(known(client)).toBeDefined());
  expect(client.isFetching()).toBe(0);
  expect(asked).toHaveLength(1);
  client.clear();
});

test("who leaves a long one before it was read whole, and comes back, gets the rest", async () => {
  const { asked, release } = serve(3);
  const client = new QueryClient();
  const leave = open(client);
  await eventually(() => expect(asked).toHaveLength(2));
  expect(known(client)?.earlier).toBe(3);
  leave();
  open(client);
  await eventually(() => expect(asked).toHaveLength(3));
  release();
  await eventually(() => expect(known(client)).toEqual(expect.not.objectContaining({ earlier: 3 })));
  client.clear();
});

test("who needs all of it waits for that, though a change of a pane has ended the reading", async () => {
  const { release, asked } = serve(40);
  const client = new QueryClient();
  const onFailure = vi.fn();
  const reading = readWhole(client, ID, onFailure);
  await eventually(() => expect(asked).toHaveLength(2));
  // Ends it with what was known until then.
  await client.cancelQueries({ queryKey: conversationQuery(ID).queryKey });
  await eventually(() => expect(asked).toHaveLength(3));
  release();
  expect((await reading)?.panes[0]?.earlier).toBeUndefined();
  expect(onFailure).not.toHaveBeenCalled();
  client.clear();
});

test("what is before the end comes in pages, and is whole and in order at the end", async () => {
  const { release, asked } = serve(40);
  const client = new QueryClient();
  const reading = client.fetchQuery(conversationQuery(ID));
  await eventually(() => expect(asked).toHaveLength(2));
  const end = known(client)?.messages ?? [];
  release();
  const whole = (await reading).panes[0]?.messages ?? [];
  expect(asked.slice(1)).toEqual(
    [40, 24, 8].map((at) => `/api/conversations/${ID}/messages?before=${idOf(at)}`),
  );
  expect(whole.map(({ content }) => content)).toEqual(messages(42).map(({ content }) => content));
  expect(whole[40]).toBe(end[0]);
  // Read again, it is the same.
  expect(await client.fetchQuery({ ...conversationQuery(ID), staleTime: 0 })).toBe(await reading);
  client.clear();
});

test("where pages lead nowhere a long one is not taken for whole", async () => {
  const { release } = serve(40);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const told = fetch;
  vi.stubGlobal("fetch", async (path: string, options: object) =>
    path.includes("last=") ? told(path, options) : Response.json({ messages: [] }),
  );
  release();
  await expect(client.fetchQuery(conversationQuery(ID))).rejects.toThrow("missing");
  expect(known(client)?.earlier).toBe(40);
  client.clear();
});

test("a conversation that breaks off on its way is a lost connection", async () => {
  const body = new ReadableStream({
    start: (controller) => controller.error(new TypeError("network error")),
  });
  vi.stubGlobal("fetch", async () => new Response(body));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await expect(client.fetchQuery(conversationQuery(ID))).rejects.toMatchObject({ code: "unavailable" });
  client.clear();
});

test("a conversation is shown once what draws it has come, or does not come soon", async () => {
  serve(40);
  for (const comes of [true, false]) {
    const client = new QueryClient();
    let arrive = () => {};
    drawing.ready = new Promise<void>((resolve) => (arrive = resolve));
    vi.useFakeTimers();
    open(client);
    await vi.advanceTimersByTimeAsync(249);
    expect(known(client)).toBeUndefined();
    if (comes) arrive();
    await vi.advanceTimersByTimeAsync(comes ? 0 : 1);
    expect(known(client)?.earlier).toBe(40);
    client.clear();
    vi.useRealTimers();
  }
});

test("what is left while it waits for what draws it is not brought back", async () => {
  const { asked } = serve(40);
  const client = new QueryClient();
  drawing.ready = new Promise<void>(() => {});
  vi.useFakeTimers();
  open(client);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toHaveLength(1);
  client.removeQueries();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(known(client)).toBeUndefined();
  client.clear();
  vi.useRealTimers();
});

test("the whole of a long one is asked for after what draws its end has come", async () => {
  const { asked, release } = serve(40);
  const client = new QueryClient();
  let arrive = () => {};
  drawing.ready = new Promise<void>((resolve) => (arrive = resolve));
  open(client);
  await eventually(() => expect(known(client)?.earlier).toBe(40));
  expect(asked).toHaveLength(1);
  arrive();
  await eventually(() => expect(asked).toHaveLength(2));
  release();
  await eventually(() => expect(known(client)).toEqual(expect.not.objectContaining({ earlier: 40 })));
  client.clear();
});
