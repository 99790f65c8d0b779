import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { eventually } from "@/lib/core/testing";
import type { Database } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { recoverAbandoned } from "./recover.server";
import { readSegments } from "./segments.server";
import { beginChat, billOf, type Chat, chunkOf, DONE, finishOf, recordOf } from "./testing.server";

const END = finishOf() + billOf(0.25) + DONE;
/** A place within the first character of four bytes. */
const inside = (bytes: Uint8Array) => bytes.indexOf(0xf0) + 2;
const heir = () => ({ owner: "heir", until: new Date(Date.now() + 15_000) });

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let open: Chat[] = [];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(open.map(({ runner }) => runner.close(0)));
    open = [];
  });

  const begin = (options = {}) => beginChat(database.db, options);

  test("a lease that ran out because the database was away is still this process's own", async () => {
    const { chat, body, started, arrives } = await begin();
    open.push(chat);
    await arrives(chunkOf("Still"));
    const later = new Date(Date.now() + 60_000);
    const running = chat.runner.keeper.ids();
    expect(
      await recoverAbandoned(database.db, chat.runner.lease(), later, { everything: false, running }),
    ).toBe(0);
    body.push(chunkOf(" here") + END);
    await chat.runner.idle();
    const { row, message } = await recordOf(database.db, started);
    expect([row.state, message?.content]).toEqual(["finished", "Still here"]);
  });

  test.each([
    ["in the middle", "", "lost", null, "interrupted"],
    ["after the bill", finishOf() + billOf(0.5), "finished", parseUsd("0.5"), undefined],
  ])(
    "a process killed %s: its bytes are settled by the next one, word for word",
    async (_, rest, state, cost, code) => {
      // A dead process has no heartbeat.
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
      const { started, arrives, fault } = await begin();
      const text = new TextEncoder().encode(chunkOf("Schöne 👩‍👩‍👧 漢字 "));
      const half = new TextEncoder().encode(chunkOf("🙂"));
      // One piece ends within a character, and so does the last one that the process ever sees.
      for (const piece of [text.slice(0, inside(text)), text.slice(inside(text))]) await arrives(piece);
      await arrives(rest === "" ? half.slice(0, inside(half)) : rest);
      const size = text.length + (rest === "" ? inside(half) : rest.length);
      await eventually(async () => {
        const rows = await readSegments(database.db, started.generationId);
        expect(rows.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(size);
      });
      fault.fault = "hangs";
      expect(await recoverAbandoned(database.db, heir(), new Date(), { everything: true })).toBe(1);
      const { row, message, hold } = await recordOf(database.db, started);
      expect(message?.content).toBe("Schöne 👩‍👩‍👧 漢字 ");
      expect([row.state, row.cost, row.failure?.code, row.upstreamId]).toEqual([state, cost, code, "gen-9"]);
      expect(row.confirmAt).not.toBeNull();
      expect(hold.outcome).toBe(cost === null ? null : "booked");
      expect(await recoverAbandoned(database.db, heir(), new Date(), { everything: true })).toBe(0);
    },
  );

  test("a process killed before it wrote a byte: unknown, and never zero", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { started, fault } = await begin();
    fault.fault = "hangs";
    await recoverAbandoned(database.db, heir(), new Date(), { everything: true });
    const { row, hold } = await recordOf(database.db, started);
    expect([row.state, row.cost, hold.endedAt]).toEqual(["lost", null, null]);
    expect(row.confirmAt).not.toBeNull();
  });

  test("one that cannot be settled does not keep the others waiting", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const [bad, good] = [await begin(), await begin()];
    for (const one of [bad, good]) one.fault.fault = "hangs";
    await database.db.execute(sql`create or replace function poison() returns trigger language plpgsql as
      $$ begin if new.state <> 'running' then raise exception 'poisoned'; end if; return new; end $$`);
    const id = sql.raw(`'${bad.started.generationId}'`);
    await database.db.execute(
      sql`create trigger poison before update on generation for each row when (new.id = ${id}) execute function poison()`,
    );
    await expect(recoverAbandoned(database.db, heir(), new Date(), { everything: true })).rejects.toThrow(
      AggregateError,
    );
    expect((await ledgerOf(database.db, good.started.generationId)).row.state).toBe("lost");
    await database.db.execute(sql`drop trigger poison on generation`);
    expect(await recoverAbandoned(database.db, heir(), new Date(), { everything: true })).toBe(1);
  });
});
