import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
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
