import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode, encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { entry, generation, hold } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { GENERATION_STATES, GenerationDetails, GenerationPage } from "./api";
import { decodeCursor, encodeCursor } from "./cursor";
import { generationDetails } from "./details.server";
import { listGenerations } from "./list.server";
import { GenerationsQuery } from "./request";

type NewRow = typeof generation.$inferInsert;

const START = Date.parse("2026-11-20T12:00:00.000Z");
const memberId = newId();

const row = (changes: Partial<NewRow> = {}): NewRow => ({
  id: newId(),
  account: "sandbox",
  memberId,
  source: "playground",
  models: ["acme/one"],
  state: "finished",
  startedAt: new Date(START),
  ...changes,
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await database.db.insert(member).values({ id: memberId, role: "owner", name: "Ada" });
  });
  afterAll(() => database.close());

  async function everyPage(query: Parameters<typeof listGenerations>[1], between = async () => {}) {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: GenerationPage = await listGenerations(database.db, {
        ...query,
        ...(cursor && { cursor }),
      });
      // What leaves by the route is what was read.
      expect(decode(GenerationPage, encode(GenerationPage, page))).toEqual(page);
      expect(page.generations.length).toBeLessThanOrEqual(query.limit);
      ids.push(...page.generations.map(({ id }) => id));
      cursor = page.nextCursor;
      await between();
    } while (cursor);
    return ids;
  }

  test("pages show every row once, newest first, though many start in one millisecond and more arrive", async () => {
    const rows = Array.from({ length: 57 }, (_, index) =>
      row({ account: "paging", startedAt: new Date(START + Math.floor(index / 10)) }),
    );
    await database.db
      .insert(generation)
      .values([...rows, row({ account: "other", startedAt: new Date(START) })]);
    const expected = rows
      .toSorted(
        (left, right) =>
          right.startedAt.getTime() - left.startedAt.getTime() || (left.id < right.id ? 1 : -1),
      )
      .map(({ id }) => id);
    const arrive = async () => {
      await database.db
        .insert(generation)
        .values(row({ account: "paging", startedAt: new Date(START + 9_000) }));
    };
    expect(await everyPage({ account: "paging", limit: 7 }, arrive)).toEqual(expected);
    expect((await everyPage({ account: "paging", limit: 200 })).length).toBeGreaterThan(expected.length);
  });

  test("a page that is exactly full is the last when nothing follows", async () => {
    await database.db.insert(generation).values([row({ account: "full" }), row({ account: "full" })]);
    const page = await listGenerations(database.db, { account: "full", limit: 2 });
    expect([page.generations.length, page.nextCursor]).toEqual([2, null]);
  });

  test("filters by the model that counts, by state, by unknown cost and by half-open time", async () => {
    const account = "filters";
    const answeredByOther = row({
      account,
      models: ["acme/one", "acme/two"],
      model: "acme/two",
      cost: parseUsd("0"),
    });
    const neverAnswered = row({ account, models: ["acme/two"], state: "failed" });
    const lost = row({ account, state: "lost", startedAt: new Date(START + 1000) });
    const late = row({ account, cost: parseUsd("1"), startedAt: new Date(START + 2000) });
    await database.db.insert(generation).values([answeredByOther, neverAnswered, lost, late]);
    const find = async (query: Record<string, string>) => {
      const found = await listGenerations(database.db, { ...GenerationsQuery.parse(query), account });
      return new Set(found.generations.map(({ id }) => id));
    };
    expect(await find({ model: "acme/two" })).toEqual(new Set([answeredByOther.id, neverAnswered.id]));
    expect(await find({ state: "failed,lost" })).toEqual(new Set([neverAnswered.id, lost.id]));
    expect(await find({ cost: "unknown" })).toEqual(new Set([neverAnswered.id, lost.id]));
    const [from, to] = [START + 1000, START + 2000].map((at) => new Date(at).toISOString());
    expect(await find({ from: from ?? "", to: to ?? "" })).toEqual(new Set([lost.id]));
    expect(GenerationsQuery.safeParse({ state: "failed,nonsense" }).success).toBe(false);
  });

  test("details hold every entry and the hold, of whichever account", async () => {
    const running = row({ account: "details" });
    const mine = row({ account: "details", cost: parseUsd("0.3"), costState: "confirmed" });
    await database.db.insert(generation).values([running, mine]);
    const booking = { generationId: mine.id, account: "details" };
    await database.db.insert(entry).values([
      {
        ...booking,
        id: newId(),
        kind: "adjust",
        basis: "stats",
        amount: parseUsd("-0.1"),
        bookedAt: new Date(START + 9),
      },
      {
        ...booking,
        id: newId(),
        kind: "settle",
        basis: "usage",
        amount: parseUsd("0.4"),
        bookedAt: new Date(START),
      },
    ]);
    await database.db
      .insert(hold)
      .values({ ...booking, id: newId(), amount: null, createdAt: new Date(START), outcome: "booked" });
    const details = await generationDetails(database.db, { current: "details", id: mine.id });
    if (!details) throw new Error("no details");
    expect(decode(GenerationDetails, encode(GenerationDetails, details))).toEqual(details);
    expect(details.entries.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["settle", parseUsd("0.4")],
      ["adjust", parseUsd("-0.1")],
    ]);
    expect(details.hold).toMatchObject({ amount: null, outcome: "booked", endedAt: null });

    const bare = await generationDetails(database.db, { current: "other", id: running.id });
    expect([bare?.cost, bare?.entries, bare?.hold]).toEqual([null, [], null]);
    expect([details.account.isCurrent, bare?.account]).toEqual([
      true,
      { id: "details", host: null, keyEnd: null, isCurrent: false },
    ]);
    for (const key of [{ id: mine.id, memberId: newId() }, { id: newId() }, { id: "1; drop table entry" }])
      expect(await generationDetails(database.db, { current: "details", ...key })).toBeNull();
  });
});

test("a cursor comes back as it was, and anything else is refused", () => {
  const place = { startedAt: new Date(START), id: newId() };
  expect(decodeCursor(encodeCursor(place))).toEqual(place);
  for (const forged of [
    "",
    "x",
    `${START}`,
    `.${place.id}`,
    `zzzzzzzzzz.${place.id}`,
    `1.${"-".repeat(36)}`,
    `1.${place.id}'`,
  ]) {
    expect(() => decodeCursor(forged), forged).toThrow(expect.objectContaining({ code: "invalid_request" }));
  }
});

test("the wire knows exactly the states that the table knows", () => {
  expect([...GENERATION_STATES]).toEqual(generation.state.enumValues);
});
