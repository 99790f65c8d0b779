import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anOpening } from "@/lib/budgets/testing.server";
import { ZERO } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database, Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { takeOver } from "@/lib/ledger/leases.server";
import { aLease, ledgerOf } from "@/lib/ledger/testing.server";
import { type Chat, createChat } from "./testing.server";

/** A database of which a test says what happens once something is committed and nobody has heard of it yet. */
function withNews(db: Db) {
  const state = { committed: async () => {}, renewal: () => {} };
  const late = new Proxy(db, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      if (key === "with") {
        const { renewal } = state;
        state.renewal = () => {};
        renewal();
      }
      if (key !== "transaction") return value.bind(target);
      return async (...given: Parameters<Db["transaction"]>) => {
        const result = await target.transaction(...given);
        const { committed } = state;
        state.committed = async () => {};
        await committed();
        return result;
      };
    },
  });
  return { db: late, state };
}

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let chat: Chat;
  let news: ReturnType<typeof withNews>;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    await chat.runner.close(0);
    await database.db.update(generation).set({ state: "lost" }).where(eq(generation.state, "running"));
  });

  async function begin() {
    news = withNews(database.db);
    chat = await createChat(database.db, { db: news.db });
    const opening = anOpening("1", { memberId: chat.actor.memberId });
    const record = () => ledgerOf(database.db, opening.id);
    return { plan: { opening, body: "{}" }, record };
  }

  type Planned = Awaited<ReturnType<typeof begin>>["plan"];
  const openers = [
    ["a program's", (plan: Planned) => chat.runner.open(plan, chat.now(), async () => {})],
    ["a person's", (plan: Planned) => chat.runner.start([plan], async () => {})],
  ] as const;

  test.each(openers)(
    "%s generation that another process took over while it was written is not sent",
    async (_whose, put) => {
      const { plan, record } = await begin();
      news.state.committed = async () => {
        chat.clock.ahead += 16_000;
        await takeOver(database.db, aLease("another", new Date(chat.now().getTime() + 15_000)), chat.now(), {
          everything: false,
        });
      };
      await put(plan).catch((error: unknown) => expect(error).toMatchObject({ code: "unavailable" }));
      await chat.runner.idle();
      expect(chat.network.calls).toEqual([]);
      expect((await record()).row).toMatchObject({ state: "running", leaseOwner: "another" });
    },
  );

  test.each(openers)(
    "%s generation is this process's from its first moment on record, however long nobody hears of that",
    async (_whose, put) => {
      const { plan, record } = await begin();
      news.state.committed = async () => {
        chat.clock.ahead += 16_000;
        const running = chat.runner.keeper.ids();
        expect(
          await takeOver(database.db, chat.runner.lease(), chat.now(), { everything: false, running }),
        ).toEqual([]);
        // Others see it by its lease.
        await eventually(async () =>
          expect((await record()).row.leaseUntil?.getTime()).toBeGreaterThan(chat.now().getTime()),
        );
      };
      chat.network.answer(() => new Promise(() => {}));
      await put(plan);
    },
  );

  test.each(openers)(
    "%s generation whose lease could not be renewed is given up like one of which nothing was heard",
    async (_whose, put) => {
      const { plan, record } = await begin();
      news.state.committed = async () => {
        chat.clock.ahead += 14_000;
        news.state.renewal = () => {
          throw new Error("renewing", { cause: { code: "57014" } });
        };
      };
      await expect(put(plan)).rejects.toThrow("renewing");
      await eventually(async () => expect((await record()).hold.outcome).toBe("released"));
      expect(chat.network.calls).toEqual([]);
    },
  );

  test.each(openers)(
    "%s generation that took long to be written is kept before it is sent",
    async (_whose, put) => {
      const { plan, record } = await begin();
      news.state.committed = async () => {
        chat.clock.ahead += 14_000;
      };
      chat.network.answer(() => new Promise(() => {}));
      await put(plan);
      expect((await record()).row.leaseUntil?.getTime()).toBeGreaterThan(chat.now().getTime() + 14_000);
      expect(
        await takeOver(database.db, aLease("another"), new Date(chat.now().getTime() + 14_000), {
          everything: false,
        }),
      ).toEqual([]);
    },
  );

  test.each(openers)(
    "%s generation is given up, with its hold, when the line broke as it came on record",
    async (_whose, put) => {
      const { plan, record } = await begin();
      news.state.committed = () => Promise.reject(new Error("Connection terminated unexpectedly"));
      await expect(put(plan)).rejects.toThrow("terminated");
      expect((await record()).hold.endedAt).toBeNull();
      await eventually(async () => expect((await record()).hold.outcome).toBe("released"));
      const { row, booked } = await record();
      expect([row.state, row.failure?.code, row.cost, booked]).toEqual(["failed", "unavailable", ZERO, ZERO]);
      expect(chat.network.calls).toEqual([]);
    },
  );
});
