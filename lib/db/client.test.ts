import { once } from "node:events";
import { type AddressInfo, createServer, Socket } from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import { type Database, openDatabase } from "./client.server";
import { entry, generation, member } from "./schema";
import { openTestDatabase } from "./testing.server";

const SERVER = process.env.TEST_DATABASE_URL;

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("entries can be added and never changed", async () => {
  const { db } = database;
  const memberId = crypto.randomUUID();
  await db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
  const [row] = await db
    .insert(generation)
    .values({
      id: crypto.randomUUID(),
      account: "sandbox",
      memberId,
      source: "playground",
      models: ["acme/one", "acme/two"],
      state: "finished",
      startedAt: new Date(),
    })
    .returning();
  if (!row) throw new Error("no row");
  expect(row.models).toEqual(["acme/one", "acme/two"]);
  const booking = { generationId: row.id, account: "sandbox", basis: "usage", bookedAt: new Date() } as const;
  const amount = parseUsd("0.000000000001");
  await db.insert(entry).values({ ...booking, id: crypto.randomUUID(), kind: "settle", amount });
  expect(await db.select().from(entry)).toMatchObject([{ amount }]);
  await expect(
    db
      .update(entry)
      .set({ amount: parseUsd("0") })
      .where(eq(entry.generationId, row.id)),
  ).rejects.toThrow();
  await expect(db.delete(entry)).rejects.toThrow();
  // A second settlement of the same generation is refused by the index, an adjustment is not.
  await expect(
    db.insert(entry).values({ ...booking, id: crypto.randomUUID(), kind: "settle", amount }),
  ).rejects.toThrow();
  await db
    .insert(entry)
    .values({ ...booking, id: crypto.randomUUID(), kind: "adjust", amount: parseUsd("-0.5") });
  expect(await db.$count(entry)).toBe(2);
});

test("a connection begins with nothing that a pooler would refuse", async () => {
  const hellos: Buffer[] = [];
  const server = createServer((socket) =>
    socket.once("data", (hello) => {
      hellos.push(hello);
      socket.destroy();
    }),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const { db, close } = await openDatabase({ url: `postgres://me@127.0.0.1:${port}/patchbay` });
  await expect(db.execute(sql`select 1`)).rejects.toThrow();
  const words = hellos[0]?.subarray(8).toString().split("\0").filter(Boolean) ?? [];
  const names = words.filter((_, index) => index % 2 === 0);
  expect(names.sort()).toEqual(["client_encoding", "database", "user"]);
  await close();
  server.close();
});

/** A Postgres that greets whoever comes, answers so many statements, and then says nothing for ever. */
async function serveSilence(statements: number) {
  const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  const greeting = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
  const done = Buffer.from([0x43, 0, 0, 0, 8, ...Buffer.from("SET\0")]);
  let callers = 0;
  const server = createServer((socket) => {
    callers += 1;
    let left = statements;
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(Buffer.concat([greeting, ready]));
      socket.on("data", () => left-- > 0 && socket.write(Buffer.concat([done, ready])));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://me@127.0.0.1:${port}/patchbay`,
    callers: () => callers,
    close: () => server.close(),
  };
}

test.each([
  ["while it is greeted", 0],
  ["at a statement", 1],
  ["within a transaction", 2],
])("a server that goes silent %s is hung up on, and nobody waits for it again", async (_, statements) => {
  const server = await serveSilence(statements);
  const { db, pool, close } = await openDatabase({ url: server.url, connections: 1, silence: 100 });
  for (const time of [1, 2]) {
    await expect(db.transaction((tx) => tx.execute(sql`select 1`))).rejects.toThrow();
    expect(server.callers()).toBe(time);
    expect(pool()).toEqual({ total: 0, idle: 0, waiting: 0 });
  }
  await close();
  server.close();
});

test("a line is kept alive, and silence is as long as a statement may take and a little more", async () => {
  const server = await serveSilence(1);
  const patience = vi.spyOn(Socket.prototype, "setTimeout");
  const alive = vi.spyOn(Socket.prototype, "setKeepAlive");
  for (const [statementTimeout, silence] of [
    [30_000, 35_000],
    [0, 0],
  ] as const) {
    patience.mockClear();
    const { db, close } = await openDatabase({ url: server.url, statementTimeout });
    const asked = db.execute(sql`select 1`).catch(() => {});
    await eventually(() => expect(patience).toHaveBeenCalledWith(silence, expect.any(Function)));
    expect(alive).toHaveBeenCalledWith(true, 10_000);
    const [line] = patience.mock.contexts.slice(-1);
    (line as Socket).destroy();
    await asked;
    await close();
  }
  vi.restoreAllMocks();
  server.close();
});

test.skipIf(SERVER === undefined)("a statement has a time limit, except for migrations", async () => {
  for (const [statementTimeout, expected] of [
    [undefined, "30s"],
    [0, "0"],
  ] as const) {
    const limit = statementTimeout === undefined ? {} : { statementTimeout };
    const { db, close } = await openDatabase({ url: SERVER ?? "", connections: 1, ...limit });
    const { rows } = await db.execute(sql`show statement_timeout`);
    expect(rows).toEqual([{ statement_timeout: expected }]);
    await close();
  }
});
