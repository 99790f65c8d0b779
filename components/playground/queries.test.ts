import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { readWhole } from "./actions";
import { drawing } from "./drawing";
import { conversationQuery } from "./queries";

const ID = "01900000-0000-7000-8000-000000000001";
const DAY = "2026-11-27T00:00:00.000Z";

const conversation = (earlier?: number) => ({
  ...{ id: ID, title: "Tides", createdAt: DAY, updatedAt: DAY, pinned: false, folder: null },
  ...{ sync: true, blind: false, blindSince: null, votes: [] },
  panes: [
    {
      ...{ id: ID, alias: null, model: "acme/one", fallbackModels: [], system: null, parameters: {} },
      ...{ running: [], messages: [], ...(earlier !== undefined && { earlier }) },
    },
  ],
});

afterEach(() => void vi.unstubAllGlobals());

/** A server that tells of the end at once, and of the whole when it is let. */
function serve(earlier?: number) {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  vi.stubGlobal("fetch", async (path: string, { signal }: { signal?: AbortSignal }) => {
    asked.push(path);
    if (path.includes("last=")) return Response.json(conversation(earlier));
    await new Promise<void>((resolve, reject) => {
      held.push(resolve);
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    return Response.json(conversation());
  });
  return { asked, release: () => held.at(-1)?.() };
}

const known = (client: QueryClient) => client.getQueryData(conversationQuery(ID).queryKey)?.panes[0];
const open = (client: QueryClient) => new QueryObserver(client, conversationQuery(ID)).subscribe(() => {});

test("a short conversation is read once", async () => {
  const { asked } = serve();
  const client = new QueryClient();
  open(client);
  await vi.waitFor(() => expect(known(client)).toBeDefined());
  expect(client.isFetching()).toBe(0);
  expect(asked).toHaveLength(1);
  client.clear();
});

test("who leaves a long one before it was read whole, and comes back, gets the rest", async () => {
  const { asked, release } = serve(3);
  const client = new QueryClient();
  const leave = open(client);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  expect(known(client)?.earlier).toBe(3);
  leave();
  open(client);
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  release();
  await vi.waitFor(() => expect(known(client)).toEqual(expect.not.objectContaining({ earlier: 3 })));
  client.clear();
});

test("who needs all of it waits for that, though a change of a pane has ended the reading", async () => {
  const { release, asked } = serve(40);
  const client = new QueryClient();
  const onFailure = vi.fn();
  const reading = readWhole(client, ID, onFailure);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  // Ends it with what was known until then.
  await client.cancelQueries({ queryKey: conversationQuery(ID).queryKey });
  await vi.waitFor(() => expect(asked).toHaveLength(3));
  release();
  expect((await reading)?.panes[0]?.earlier).toBeUndefined();
  expect(onFailure).not.toHaveBeenCalled();
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

test("the whole of a long one is asked for after what draws its end has come", async () => {
  const { asked, release } = serve(40);
  const client = new QueryClient();
  let arrive = () => {};
  drawing.ready = new Promise<void>((resolve) => (arrive = resolve));
  open(client);
  await vi.waitFor(() => expect(known(client)?.earlier).toBe(40));
  expect(asked).toHaveLength(1);
  arrive();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  release();
  await vi.waitFor(() => expect(known(client)).toEqual(expect.not.objectContaining({ earlier: 40 })));
  client.clear();
});
