import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { TotalsQuery } from "./request";
import { spendTotals } from "./totals.server";

const NOW = new Date("2026-11-20T12:00:00Z");
const [HERE, ELSEWHERE] = [newId(), newId()];

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  const totals = (query: Record<string, string> = {}) =>
    spendTotals(database.db, { account: "mine", memberId, query: TotalsQuery.parse(query), now: NOW });

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
    const other = await addMember(database.db);
    const ran = (startedAt: string, cost: string | null, more: object = {}) => ({
      ...{ id: newId(), account: "mine", memberId, source: "playground" as const, models: ["acme/one"] },
      ...{ state: "finished" as const, conversationId: HERE, startedAt: new Date(startedAt) },
      ...{ cost: cost === null ? null : parseUsd(cost), ...more },
    });
    await database.db
      .insert(generation)
      .values([
        ran("2026-11-20T11:59:00Z", "0.1"),
        ran("2026-11-20T00:00:00Z", "0.000000000001"),
        ran("2026-11-20T10:00:00Z", null),
        ran("2026-11-20T11:00:00Z", null, { state: "running" }),
        ran("2026-11-19T23:59:59Z", "2"),
        ran("2026-11-20T11:00:00Z", "20", { conversationId: ELSEWHERE }),
        ran("2026-11-20T11:00:00Z", "200", { account: "theirs" }),
        ran("2026-11-20T11:00:00Z", "2000", { memberId: other }),
      ]);
  });
  afterAll(() => database.close());

  test("today counts from midnight, of oneself and this account; what runs is not unknown", async () => {
    expect(await totals()).toEqual({
      since: new Date("2026-11-20T00:00:00Z"),
      today: { cost: parseUsd("20.100000000001"), unknown: 1 },
      conversation: null,
    });
  });

  test("midnight is that of the place", async () => {
    const { since, today } = await totals({ timeZone: "Asia/Tokyo" });
    expect(since).toEqual(new Date("2026-11-19T15:00:00Z"));
    expect(today.cost).toBe(parseUsd("22.100000000001"));
    await expect(totals({ timeZone: "Mars/Olympus" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("a conversation counts as a whole, on whatever day", async () => {
    const { conversation } = await totals({ conversationId: HERE });
    expect(conversation).toEqual({ cost: parseUsd("2.100000000001"), unknown: 1 });
    expect((await totals({ conversationId: newId() })).conversation?.cost).toBe(parseUsd("0"));
  });
});
