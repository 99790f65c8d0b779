import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { type Limited, NO_LIMITS } from "@/lib/team/limits";
import { removeMember } from "@/lib/team/members.server";
import { CALLER } from "@/lib/team/testing.server";
import { openGenerations, settle } from "./ledger.server";
import { requireRoom } from "./room.server";
import { addMember, aLease, anEnding, at, NO_FACTS } from "./testing.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  const addKey = async (memberId: string): Promise<string> =>
    (await createKey(database.db, memberId, KeyRequest.parse({ name: "bot" }), at(0))).id;
  const limit = (of: Limited["of"], id: string, maxConcurrent: number): Limited => ({
    ...{ of, id, ...NO_LIMITS, maxConcurrent },
  });

  /** Puts one on record as an instance would: the refusal, or its id. */
  async function begin(
    memberId: string,
    keyId: string | undefined,
    limited: Limited[],
    until = at(15_000),
    meanwhile = async () => {},
  ) {
    const id = newId();
    const opening = {
      ...{ id, account: "sandbox", memberId, source: "gateway" as const, models: ["acme/demo"] },
      ...{ conversationId: null, messageId: null, parameters: {}, estimate: null, ceiling: null },
      ...{ priceSnapshot: null, ...(keyId !== undefined && { keyId }) },
    };
    return database.db
      .transaction(async (tx) => {
        await requireRoom(tx, limited, 1, at(0));
        await meanwhile();
        await openGenerations(tx, [opening], aLease(newId(), until), at(0));
        return id;
      })
      .catch((error: AppError) => error.details.limit);
  }

  test("of many instances that look at the same moment exactly as many begin as there is room for", async () => {
    const memberId = await addMember(database.db);
    const keyId = await addKey(memberId);
    const begun = await Promise.all(
      Array.from({ length: 24 }, () => begin(memberId, keyId, [limit("key", keyId, 5)])),
    );
    expect(begun.filter((one) => typeof one === "string")).toHaveLength(5);
    expect(begun.filter((one) => typeof one !== "string")).toEqual(
      Array(19).fill({ of: "key", name: "maxConcurrent", most: 5 }),
    );
  });

  test("so it is with a member's keys together, and with what has none", async () => {
    const memberId = await addMember(database.db);
    const keys = await Promise.all([1, 2, 3].map(() => addKey(memberId)));
    const begun = await Promise.all(
      Array.from({ length: 24 }, (_, index) => {
        const keyId = keys[index % 4];
        const ofKey = keyId === undefined ? [] : [limit("key", keyId, 3)];
        return begin(memberId, keyId, [limit("member", memberId, 4), ...ofKey]);
      }),
    );
    expect(begun.filter((one) => typeof one === "string")).toHaveLength(4);
  });

  test("what has ended makes room, and what is no longer looked after", async () => {
    const memberId = await addMember(database.db);
    const one = [limit("member", memberId, 1)];
    const first = await begin(memberId, undefined, one);
    expect(await begin(memberId, undefined, one)).toMatchObject({ of: "member" });
    const owner = await ownerOf(String(first));
    await settle(database.db, String(first), owner, anEnding(), NO_FACTS);
    expect(typeof (await begin(memberId, undefined, one, at(-1)))).toBe("string");
    expect(typeof (await begin(memberId, undefined, one))).toBe("string");
  });

  // The embedded engine does one thing at a time.
  test.runIf(engine === "postgres")(
    "a key is let in while its member is removed, and neither fails",
    async () => {
      const { db } = database;
      const [adaId, memberId] = [await addMember(db), await addMember(db)];
      await db.update(member).set({ role: "owner" }).where(eq(member.id, adaId));
      const ada = { memberId: adaId, role: "owner" as const };
      const keyId = await addKey(memberId);
      let removal: Promise<void> = Promise.resolve();
      const begun = await begin(memberId, keyId, [limit("key", keyId, 5)], at(15_000), async () => {
        // With the key in hand: whoever removes has the member, and wants the key.
        removal = removeMember(db, ada, memberId, CALLER, at(0));
        removal.catch(() => {});
        await eventually(async () => {
          const { rows } = await db.execute<{ waiting: number }>(
            sql`select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
          );
          expect(rows[0]?.waiting).toBe(1);
        });
      });
      await removal;
      expect(typeof begun).toBe("string");
      const [row] = await db.select().from(virtualKey).where(eq(virtualKey.id, keyId));
      expect(row?.revokedAt).toEqual(at(0));
    },
  );

  async function ownerOf(id: string): Promise<string> {
    const row = await database.db.query.generation.findFirst({ where: (table, { eq }) => eq(table.id, id) });
    return row?.leaseOwner ?? "";
  }
});
