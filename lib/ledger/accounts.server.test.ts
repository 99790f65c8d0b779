import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decode, encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { accountOf } from "@/lib/openrouter/client.server";
import { findAccount, listAccounts, nameAccount } from "./accounts.server";
import { AccountList } from "./accounts-api";
import { addMember, at } from "./testing.server";

const BEFORE = accountOf("https://openrouter.ai/api/v1", "sk-or-v1-before");
const CURRENT = accountOf("https://openrouter.ai/api/v1", "sk-or-v1-current");
const HASH = BEFORE.slice(-64);

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());

  const list = async (current: string, withTimes = true) => {
    const accounts = await listAccounts(database.db, { current, withTimes });
    return decode(AccountList, encode(AccountList, { accounts })).accounts;
  };

  test("of an empty ledger there is the account in use", async () => {
    expect(await list("sandbox")).toEqual([
      { id: "sandbox", host: null, keyEnd: null, isCurrent: true, first: null, last: null },
    ]);
    expect(await findAccount(database.db, "sandbox", undefined)).toBe("sandbox");
    expect(await findAccount(database.db, "sandbox", "sandbox")).toBe("sandbox");
  });

  test("accounts are told with their time, the one in use first, and none by the hash of its key", async () => {
    const rows = [
      ["simulation", 1],
      ["sandbox", 5],
      [BEFORE, 9],
      ["sandbox", 2],
      [BEFORE, 7],
      [BEFORE, 8],
    ] as const;
    await database.db.insert(generation).values(
      rows.map(([account, hour]) => ({
        ...{ id: newId(), account, memberId, source: "playground" as const, models: ["acme/one"] },
        ...{ state: "finished" as const, startedAt: at(hour * 3_600_000) },
      })),
    );
    const told = await list(CURRENT);
    expect(told.map(({ host, keyEnd, isCurrent }) => [host, keyEnd, isCurrent])).toEqual([
      ["openrouter.ai", CURRENT.slice(-4), true],
      ["openrouter.ai", HASH.slice(-4), false],
      [null, null, false],
      [null, null, false],
    ]);
    expect(told.map(({ first, last }) => [first, last])).toEqual([
      [null, null],
      [at(7 * 3_600_000), at(9 * 3_600_000)],
      [at(2 * 3_600_000), at(5 * 3_600_000)],
      [at(3_600_000), at(3_600_000)],
    ]);
    expect(told.slice(2).map(({ id }) => id)).toEqual(["sandbox", "simulation"]);
    expect(JSON.stringify(told)).not.toContain(HASH.slice(0, 12));
    // Whoever sees only their own is told of no time in which others may have asked.
    expect((await list(CURRENT, false)).every(({ first, last }) => first === null && last === null)).toBe(
      true,
    );
  });

  test("an account is found by its id, and by nothing else", async () => {
    const find = (id?: string) => findAccount(database.db, CURRENT, id);
    expect(await find()).toBe(CURRENT);
    expect(await find(nameAccount(CURRENT, CURRENT).id)).toBe(CURRENT);
    expect(await find(nameAccount(BEFORE, CURRENT).id)).toBe(BEFORE);
    expect(await find("sandbox")).toBe("sandbox");
    for (const nothing of ["", "Sandbox", "openrouter.ai", BEFORE, HASH])
      await expect(find(nothing), nothing).rejects.toMatchObject({
        code: "invalid_request",
        details: { issues: [{ path: "account" }] },
      });
  });
});
