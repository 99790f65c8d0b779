import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noBounder } from "@/lib/budgets/testing.server";
import { storeAttachment } from "@/lib/conversations/attachments.server";
import { loadConversation } from "@/lib/conversations/load.server";
import { addPane } from "@/lib/conversations/panes.server";
import { PNG } from "@/lib/conversations/testing.server";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { noRules } from "@/lib/team/testing.server";
import { readFiles, requireSize, roomBeside } from "./files.server";
import { ChatRequest } from "./request";
import { startChat } from "./start.server";
import { type Chat, chunkOf, createChat, DONE, eventStream, finishOf, recordOf } from "./testing.server";

const NEW = { model: "acme/demo", parameters: {} };
const IMAGE = {
  type: "image_url",
  image_url: { url: `data:image/png;base64,${Buffer.from(PNG).toString("base64")}` },
};
/** A file of so many bytes that is a PDF at its beginning. */
const pdfOf = (bytes: number, mark: string) => new TextEncoder().encode(`%PDF-${mark}`.padEnd(bytes, " "));

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    chat = await createChat(database.db);
    chat.network.answer(() => eventStream(chunkOf("Fine.") + finishOf() + DONE));
  });
  afterEach(async () => {
    await chat.runner.close(0);
    expect(chat.errors).toEqual([]);
  });

  const store = async (content: Uint8Array, name: string, memberId = chat.actor.memberId) =>
    (await storeAttachment(database.db, memberId, { name, content }, new Date())).id;
  const sent = () => chat.network.calls.at(-1)?.body.messages as { role: string; content: unknown }[];
  const ask = async (request: Parameters<Chat["start"]>[0]) => {
    const started = await chat.start(request);
    await chat.runner.idle();
    const [one] = started.generations;
    if (!one) throw new Error("nothing was started");
    return { ...one, conversationId: started.conversationId };
  };

  test("what was drawn goes back with its answer, unless a model that may answer does not look at pictures", async () => {
    const drawn = { choices: [{ index: 0, delta: { content: "", images: [IMAGE] } }] };
    chat.network.answer(() => eventStream(chunkOf("", drawn) + finishOf() + DONE));
    const { conversationId, paneId } = await ask({ message: "Draw", panes: [NEW] });
    await ask({ conversationId, message: "Darker", panes: [{ paneId }] });
    expect(sent()[1]).toEqual({ role: "assistant", content: "", images: [IMAGE] });
    chat.hooks.takesPictures = async (models) => !models.includes("acme/demo");
    await ask({ conversationId, message: "What is it?", panes: [{ paneId }] });
    expect(sent().map(({ content }) => content)).toEqual(["Draw", "Darker", "What is it?"]);
  });

  test("files go with their question, again with the next ones, and into every answer given anew", async () => {
    const id = await store(PNG, "dot.png");
    const { conversationId, paneId } = await ask({ message: "See?", attachments: [id], panes: [NEW] });
    const question = { role: "user", content: [{ type: "text", text: "See?" }, IMAGE] };
    expect(sent()).toEqual([question]);
    await ask({ conversationId, message: "And now?", panes: [{ paneId }] });
    expect(sent()[0]).toEqual(question);
    await ask({ conversationId, retry: { paneId } });
    expect(sent()[0]).toEqual(question);
    const copy = await addPane(
      database.db,
      chat.actor.memberId,
      conversationId,
      { copyOf: paneId },
      new Date(),
    );
    await ask({ conversationId, message: "There, too?", panes: [{ paneId: copy }] });
    expect(sent()[0]).toEqual(question);
  });

  test("a file may stand alone, and names the conversation", async () => {
    const id = await store(new TextEncoder().encode("one,two"), "list.csv");
    const { conversationId } = await ask({ message: " ", attachments: [id], panes: [NEW] });
    expect(sent()).toEqual([{ role: "user", content: '<file name="list.csv">\none,two\n</file>' }]);
    const { title, panes } = await loadConversation(database.db, chat.actor.memberId, conversationId);
    expect([title, panes[0]?.messages[0]?.attachments[0]?.name]).toEqual(["list.csv", "list.csv"]);
  });

  test("what is not one's own, gone or never was is not found, and nothing is asked", async () => {
    const foreign = await store(PNG, "dot.png", await addMember(database.db));
    for (const id of [foreign, newId()])
      await expect(chat.start({ message: "See?", attachments: [id], panes: [NEW] })).rejects.toMatchObject({
        code: "not_found",
      });
    expect(chat.network.calls).toEqual([]);
  });

  test("pictures are counted by the catalogue, not by their bytes; documents and sounds have no ceiling", async () => {
    const asked: unknown[] = [];
    const quote = async (_: string, request: object) => {
      asked.push(request);
      return { estimate: parseUsd("1"), ceiling: parseUsd("2"), prices: null };
    };
    const start = async (...ids: string[]) => {
      const deps = {
        runner: chat.runner,
        account: "sandbox",
        quote,
        freeGuard: async () => null,
        bounder: noBounder,
        rules: noRules,
      };
      const request = { message: "See?", attachments: ids, panes: [NEW] };
      const { generations } = await startChat(deps, database.db, chat.actor, request);
      await chat.runner.idle();
      const { row, hold } = await recordOf(
        database.db,
        generations[0] ?? { generationId: "", messageId: "" },
      );
      return [row.estimate, hold.amount];
    };
    const big = new Uint8Array([...PNG, ...new Uint8Array(300_000)]);
    expect(await start(await store(big, "big.png"))).toEqual([null, parseUsd("2")]);
    expect(asked).toMatchObject([{ images: 1 }]);
    expect((asked[0] as { promptBytes: number }).promptBytes).toBeLessThan(500);
    expect(await start(await store(pdfOf(20, "1"), "a.pdf"))).toEqual([null, null]);
    expect(await start(await store(new TextEncoder().encode("fLaC"), "a.flac"))).toEqual([null, null]);
    expect(await start(await store(new TextEncoder().encode("Hi"), "a.txt"))).toEqual([
      parseUsd("1"),
      parseUsd("2"),
    ]);
  });

  test("what was read out of a document goes back with the answer", async () => {
    const reading = { type: "file", file: { hash: "0f", content: [{ type: "text", text: "It says so." }] } };
    const choices = [{ index: 0, delta: { content: "", annotations: [reading, { type: "url_citation" }] } }];
    const said = `data: ${JSON.stringify({ choices })}\n\n${chunkOf("Read.")}${finishOf()}${DONE}`;
    chat.network.answer(() => eventStream(said));
    const attachments = [await store(pdfOf(20, "1"), "a.pdf")];
    const { conversationId, paneId } = await ask({ message: "Read.", attachments, panes: [NEW] });
    await ask({ conversationId, message: "Again?", panes: [{ paneId }] });
    expect(sent()[1]).toEqual({ role: "assistant", content: "Read.", annotations: [reading] });
  });
});

test("a message has eight megabytes of files at most, all that a pane is sent fourteen", async () => {
  const file = (bytes: number) => ({
    ...{ id: newId(), kind: "pdf" as const, name: "a.pdf" },
    type: "",
    bytes,
  });
  expect(() => requireSize([file(4_000_000), file(4_388_608)])).not.toThrow();
  expect(() => requireSize([file(5_000_000), file(5_000_000)])).toThrow(
    /8\.0 MB together; these are 9\.5 MB/,
  );
  const turn = (bytes: number) => ({ attachments: [file(bytes)], extras: null });
  const pane = {
    turns: [turn(8_000_000), { attachments: [], extras: null }, turn(5_000_000)],
    said: [turn(1_000_001)],
  };
  await expect(readFiles({} as never, [{ turns: [], said: [] }, pane] as never)).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringContaining("13.4 MB"),
  });
  expect(roomBeside(pane as never)).toBe(-1);
  expect(roomBeside({ turns: [turn(8_000_000)], said: [turn(5_000_000)] } as never)).toBe(1_000_000);
});

test("a message says something, or has a file", () => {
  const parse = (more: object) => ChatRequest.safeParse({ panes: [NEW], ...more }).success;
  expect(parse({ message: "", attachments: [newId()] })).toBe(true);
  expect(parse({ message: "", attachments: [] })).toBe(false);
  expect(parse({ message: "Hi", attachments: ["x"] })).toBe(false);
});
