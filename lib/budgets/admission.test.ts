import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatDecimal } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import type { Actor } from "@/lib/team/actor";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { createBudget, listBudgets, recountBudget, removeBudget } from "./budgets.server";
import { ACCOUNT, aBudget, countersOf } from "./testing.server";
import { type Load, limitsFor, putLoad, type Tally, totalOf } from "./testing-load.server";

/** `npm run test:deep -- budgets` asks for more. */
const DEEP = process.env.DEEP === "1";
/** The embedded engine belongs to one process, and does one thing at a time. */
const SIZES = {
  pglite: { processes: 1, reservations: 200, concurrent: 200 },
  postgres: { processes: 4, reservations: DEEP ? 20_000 : 2_000, concurrent: 200 },
};
/** Each process keeps to a share of the connections that a server allows; beside other tests, to a smaller one. */
const CONNECTIONS = DEEP ? 20 : 10;
/** At which commits the ledger itself is summed up, too: at each one, but that takes longer the more there is of it. */
const SUMMED_EVERY = DEEP ? 20 : 1;
const [DATABASE, LOAD] = ["lib/db/client.server.ts", "lib/budgets/testing-load.server.ts"].map((path) =>
  JSON.stringify(resolve(path)),
);
const RUN = `
  const [{ openDatabase }, { putLoad }] = await Promise.all([import(${DATABASE}), import(${LOAD})]);
  const database = await openDatabase({ url: process.env.LOAD_URL, connections: ${CONNECTIONS} });
  console.log(JSON.stringify(await putLoad(database.db, JSON.parse(process.env.LOAD))));
  await database.close();
`;

/** A process of its own, as another instance is. */
function runElsewhere(url: string, load: Load): Promise<Tally> {
  const args = ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", RUN];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, LOAD_URL: url, LOAD: JSON.stringify(load) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data;
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", () => {
      try {
        done(JSON.parse(said));
      } catch {
        fail(new Error(`a process said ${said}`));
      }
    });
  });
}

/**
 * Sees, as each transaction commits, the counters that it changed and what the ledger holds then of their budgets, and keeps
 * whatever is beyond a limit, or not the same. Nobody can change either in between: the transaction has the counters in hand.
 */
const WATCH = [
  sql`create table seen (number int generated always as identity, tx xid8, budget_id uuid, unique (tx, budget_id))`,
  sql`create table overshoot (number int, budget_id uuid, counted numeric, used numeric, "limit" numeric)`,
  sql.raw(`create function watch_commits() returns trigger language plpgsql as $$
    declare current int; counted numeric; used numeric; about budget;
    begin
      insert into seen (tx, budget_id) values (pg_current_xact_id(), new.budget_id)
        on conflict do nothing returning number into current;
      if current is null then return null; end if;
      select * into about from budget where id = new.budget_id;
      select spent + held into counted from budget_count where budget_id = about.id;
      if current % ${SUMMED_EVERY} <> 0 then used := counted;
      else
        select coalesce(sum(cost), 0) into used from generation
          where about.scope_type = 'workspace' or about.scope_id in (member_id::text, key_id::text);
        select used + coalesce(sum(amount), 0) into used from hold h join generation g on g.id = h.generation_id
          where h.ended_at is null
            and (about.scope_type = 'workspace' or about.scope_id in (g.member_id::text, g.key_id::text));
      end if;
      if greatest(counted, used) > about."limit" or counted <> used then
        insert into overshoot values (current, about.id, counted, used, about."limit");
      end if;
      return null;
    end $$`),
  sql`create constraint trigger watch_commits after update on budget_count
    deferrable initially deferred for each row execute function watch_commits()`,
];

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const { processes, reservations, concurrent } = SIZES[engine];
  let database: Database;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    for (const statement of WATCH) await database.db.execute(statement);
  }, 60_000);
  afterAll(() => database.close());

  test(`${reservations} reservations, ${concurrent} at a time, from ${processes} processes: none beyond any budget`, {
    timeout: DEEP ? 3_600_000 : 300_000,
  }, async () => {
    const { db } = database;
    const owner: Actor = { memberId: await addMember(db), role: "owner" };
    const keys = await Promise.all(
      ["one", "two", "three", "four"].map((name) =>
        createKey(db, owner.memberId, KeyRequest.parse({ name, environment: "staging" }), new Date()),
      ),
    );
    const keyIds = keys.map(({ id }) => id);
    const scopes = [
      { type: "workspace" as const },
      { type: "member" as const, id: owner.memberId },
      ...keyIds.map((id) => ({ type: "key" as const, id })),
    ];
    const options = () => ({ account: ACCOUNT, now: new Date() });
    const limits = limitsFor(reservations);
    for (const scope of scopes)
      await createBudget(
        db,
        owner,
        aBudget({ scope, limit: limits[scope.type], period: "total" }),
        options(),
      );

    const load: Load = {
      ...{ memberId: owner.memberId, keyIds },
      reservations: reservations / processes,
      concurrent: concurrent / processes,
    };
    const url = await urlOf(database);
    const tallies = await (processes === 1
      ? Promise.all([putLoad(db, load)])
      : Promise.all(Array.from({ length: processes }, () => runElsewhere(url, load))));
    const { admitted, refused, failures } = totalOf(tallies);

    expect(failures).toEqual([]);
    expect(admitted + refused).toBe(reservations);
    expect(refused).toBeGreaterThan(0);
    const { rows: overshot } = await db.execute(sql`select * from overshoot`);
    expect(overshot).toEqual([]);
    const { rows: seen } = await db.execute<{ commits: number }>(
      sql`select count(distinct tx)::int as commits from seen`,
    );
    // Those that are admitted at once share one; each is settled by itself.
    expect(seen[0]?.commits).toBeGreaterThan(admitted);
    if (engine === "postgres") {
      const { rows } = await db.execute(
        sql`select deadlocks::int from pg_stat_database where datname = current_database()`,
      );
      expect(rows).toEqual([{ deadlocks: 0 }]);
    }
    const { budgets } = await listBudgets(db, owner, options());
    expect(budgets.map(({ held }) => formatDecimal(held))).toEqual(budgets.map(() => "0"));
    expect((await countersOf(db)).every(({ isTrue }) => isTrue)).toBe(true);
  });

  test("budgets that are made, counted anew and taken away amid the traffic miss nothing of it", async () => {
    const { db } = database;
    await db.delete(budget);
    const owner: Actor = { memberId: await addMember(db), role: "owner" };
    const request = KeyRequest.parse({ name: "busy", environment: "staging" });
    const { id: keyId } = await createKey(db, owner.memberId, request, new Date());
    const options = () => ({ account: ACCOUNT, now: new Date() });
    let isOver = false;
    const load = putLoad(db, {
      ...{ memberId: owner.memberId, keyIds: [keyId] },
      ...{ reservations: 200, concurrent: 20 },
    }).finally(() => {
      isOver = true;
    });
    const made: string[] = [];
    while (!isOver) {
      const scope =
        made.length % 2 === 0 ? ({ type: "key", id: keyId } as const) : { type: "workspace" as const };
      const terms = aBudget({ scope, limit: "0.1", period: "total", hard: false });
      made.push((await createBudget(db, owner, terms, options())).id);
      await recountBudget(db, made[0] ?? "", options());
      if (made.length > 4) await removeBudget(db, made.shift() ?? "", new Date());
    }
    expect((await load).failures).toEqual([]);
    expect(made.length).toBeGreaterThan(0);
    const counters = await countersOf(db);
    expect(counters.length).toBeGreaterThan(0);
    expect(counters.filter(({ held, isTrue }) => held !== "0" || !isTrue)).toEqual([]);
  });
});

async function urlOf({ db, engine }: Database): Promise<string> {
  if (engine === "pglite") return "";
  const { rows } = await db.execute<{ name: string }>(sql`select current_database() as name`);
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  url.pathname = `/${rows[0]?.name}`;
  url.searchParams.set("options", "-c synchronous_commit=off");
  return url.href;
}
