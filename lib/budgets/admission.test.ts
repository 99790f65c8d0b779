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
  postgres: DEEP
    ? { processes: 4, reservations: 20_000, concurrent: 200 }
    : { processes: 2, reservations: 2_000, concurrent: 200 },
};
const [DATABASE, LOAD] = ["lib/db/client.server.ts", "lib/budgets/testing-load.server.ts"].map((path) =>
  JSON.stringify(resolve(path)),
);
/** Each process keeps to a share of the connections that a server allows. */
const RUN = `
  const [{ openDatabase }, { putLoad }] = await Promise.all([import(${DATABASE}), import(${LOAD})]);
  const database = await openDatabase({ url: process.env.LOAD_URL, connections: 20 });
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

/** Sees each counter as it is when a transaction commits, and keeps whatever is beyond its budget. */
const WATCH = [
  sql`create table overshoot (budget_id uuid, spent numeric, held numeric)`,
  sql`create table seen (at bigint generated always as identity)`,
  sql`create function watch_commits() returns trigger language plpgsql as $$ begin
    insert into seen default values;
    insert into overshoot select c.budget_id, c.spent, c.held from budget_count c join budget b on b.id = c.budget_id
      where c.budget_id = new.budget_id and c.spent + c.held > b."limit";
    return null; end $$`,
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
      sql`select count(*)::int as commits from seen`,
    );
    // Each of those admitted falls under three, once when it is held and at least once when it is settled.
    expect(seen[0]?.commits).toBeGreaterThanOrEqual(admitted * 3 * 2);
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
  return url.href;
}
