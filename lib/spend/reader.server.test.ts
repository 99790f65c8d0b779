import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { createReader } from "./reader.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");

// The embedded engine ends no statement.
describe.each(TEST_ENGINES.filter((engine) => engine === "postgres"))("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const memberId = await addMember(database.db);
    const row = () => ({
      ...{ id: newId(), account: "sandbox", memberId, source: "gateway" as const, models: ["acme/one"] },
      ...{ state: "finished" as const, startedAt: new Date("2026-11-20T12:00:00Z") },
    });
    await database.db.insert(generation).values(Array.from({ length: 2_000 }, row));
  });
  afterAll(() => database.close());

  const read = (choices: Parameters<typeof createReader>[1]["choices"]) =>
    database.db.transaction(async (tx) => {
      const boundaries = [new Date("2026-11-20T00:00:00Z"), new Date("2026-11-21T00:00:00Z")];
      const span = { timeZone: "UTC", bucket: "day" as const, boundaries, beforeFrom: null };
      const reader = await createReader(tx, { account: "sandbox", span, choices, now: NOW });
      await tx.execute(sql`set local statement_timeout = 2`);
      return reader.groups("model");
    });

  test("what takes longer than a statement may is too much, and says what can be done", async () => {
    const not = { exclude: true, values: ["x"] };
    await expect(read({ provider: not, finish: not })).rejects.toMatchObject({
      code: "invalid_request",
      details: { issues: [{ message: expect.stringContaining("a shorter time") }] },
    });
    await expect(read({})).rejects.toMatchObject({ code: "unavailable" });
  });
});
