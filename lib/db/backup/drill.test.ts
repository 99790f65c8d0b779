import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditBudgets } from "@/lib/budgets/audit.server";
import { createBudget, listBudgets } from "@/lib/budgets/budgets.server";
import { aBudget, admitOne, anOpening, countersOf } from "@/lib/budgets/testing.server";
import { attach, readAttachment, storeAttachment } from "@/lib/conversations/attachments.server";
import { loadConversation } from "@/lib/conversations/load.server";
import { addConversation, PNG } from "@/lib/conversations/testing.server";
import { type Database, type Db, openDatabase } from "@/lib/db/client.server";
import { acquireDirectoryLock } from "@/lib/db/lock.server";
import { entry, generation } from "@/lib/db/schema/ledger";
import { spendMark } from "@/lib/db/schema/spend";
import { session } from "@/lib/db/schema/team";
import { seedHistory } from "@/lib/db/seed.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { settle } from "@/lib/ledger/ledger.server";
import { anEnding, NO_FACTS, openAndSettle, usageOf } from "@/lib/ledger/testing.server";
import { spendOverview } from "@/lib/spend/overview.server";
import { OverviewQuery } from "@/lib/spend/overview-request";
import { rollUp } from "@/lib/spend/rollup-days.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { authenticateKey, createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { joinTeam, openTeam } from "@/lib/team/testing.server";
import { backUp, move, restore } from "./copy.server";
import { Fingerprint, type Tally } from "./fingerprint.server";
import { loadTables } from "./load-tables.server";
import { asOfNow, readTables } from "./read-tables.server";
import { restoreIntoDirectory } from "./restore-directory.server";
import { listTables } from "./tables.server";

const NOW = new Date("2026-11-21T05:19:18.123Z");
const folder = "lib/db/migrations";
const how = { folder, replace: false };
/** Making embedded databases on the disk takes a while on a machine that is busy. */
const MAKING = 180_000;
const ODD = "Zeile\u2028mit \r allem, 'was' \"stört\" \\ \t 🙈";

let files: string;
let source: Database;
let db: Db;
let token: string;
let conversationId: string;
let attachmentId: string;
let running: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), "patchbay-drill-"));
  source = await openTestDatabase();
  db = source.db;
  const { access, owner } = await openTeam(db, NOW);
  const { actor } = await joinTeam(access, owner, { name: "Ben", role: "member" }, NOW);
  const { memberId } = actor;
  await seedHistory(db, { account: "sandbox", generations: 400, days: 20, seed: 5, now: NOW, memberId });
  const request = KeyRequest.parse({ name: "CI", environment: "staging" });
  token = (await createKey(db, memberId, request, NOW)).key;
  const conversation = await addConversation(db, memberId, [{ turns: [ODD, "Ho", "And?", "So"] }]);
  conversationId = conversation.id;
  const file = await storeAttachment(db, memberId, { name: "a.png", content: PNG }, NOW);
  attachmentId = file.id;
  await db.transaction((tx) =>
    attach(tx, [{ id: conversation.panes[0]?.messageIds[0] ?? "", attachments: [file] }], NOW),
  );
  await createBudget(db, owner, aBudget({ limit: "1000000.00", period: "total" }), {
    account: "sandbox",
    now: NOW,
  });
  running = await admitOne(db, anOpening("0.25", { memberId }), NOW);
  await rollUp(db, { now: () => NOW, patience: Number.POSITIVE_INFINITY });
  // What was not rolled up yet has to come along as well.
  await db.insert(spendMark).values({ account: "sandbox", quarter: NOW });
});
afterAll(async () => {
  await source.close();
  await rm(files, { recursive: true, force: true });
});

const talliesOf = (database: Database): Promise<Tally[]> =>
  asOfNow(database.db, async (tx) => {
    const found: Tally[] = [];
    for await (const piece of readTables(tx, await listTables(tx)))
      if (piece.kind === "end") found.push({ table: piece.table, rows: piece.rows, hash: piece.hash });
    return found;
  });

/** What people see. */
async function figures(of: Db) {
  const query = OverviewQuery.parse({ span: "30d" });
  return {
    spend: await spendOverview(of, { account: "sandbox", query, now: NOW }),
    budgets: await listBudgets(of, LOCAL_OWNER, { account: "sandbox", now: NOW }),
  };
}

const rowsOf = (tallies: Tally[]) => new Map(tallies.map(({ table, rows }) => [table, rows]));
const hashesOf = (tallies: Tally[]) => new Map(tallies.map(({ table, hash }) => [table, hash]));

describe.each(TEST_ENGINES)("into %s", (engine) => {
  test("a backup brings everything back, figures and all, and what was kept counts on", async () => {
    const file = join(files, `${engine}.jsonl.gz`);
    const written = await backUp(source, file, { folder, at: NOW });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const target = await openTestDatabase(engine);
    try {
      expect(await restore(target, file, how)).toEqual(written);
      const there = hashesOf(await talliesOf(target));
      for (const { table, hash } of written) expect([table, there.get(table)]).toEqual([table, hash]);
      expect(rowsOf(written).get("attachment_content")).toBe(1);
      expect(rowsOf(written).get("entry")).toBeGreaterThan(300);

      expect(await figures(target.db)).toEqual(await figures(db));
      expect((await countersOf(target.db)).every(({ isTrue }) => isTrue)).toBe(true);
      expect(await auditBudgets(target.db, new Date(NOW.getTime() + 2 * 3_600_000))).toBe(0);
      const holder = await authenticateKey(target.db, token, NOW);
      expect(await loadConversation(target.db, holder.memberId, conversationId)).toEqual(
        await loadConversation(db, holder.memberId, conversationId),
      );
      const { content } = await readAttachment(target.db, holder.memberId, attachmentId);
      expect(new Uint8Array(content)).toEqual(PNG);
      // What was kept for who asks again is of no use later.
      expect(rowsOf(written).has("idempotency")).toBe(false);
      // Who was signed in then has to sign in again.
      expect(await target.db.$count(session)).toBe(0);

      // Everything that guards and counts is on again.
      await expect(target.db.delete(entry)).rejects.toThrow();
      const before = await target.db.$count(spendMark);
      await settle(target.db, running, "me", anEnding({ at: NOW }), NO_FACTS);
      expect(await target.db.$count(spendMark)).toBeGreaterThan(before);
      expect((await countersOf(target.db)).every(({ isTrue }) => isTrue)).toBe(true);
    } finally {
      await target.close();
    }
  });

  test("moving brings sessions as well, and every hash is equal", async () => {
    const target = await openTestDatabase(engine);
    try {
      const moved = await move(source, target, how);
      expect(moved.map(({ table }) => table).sort()).toEqual(
        (await listTables(db)).map(({ name }) => name).sort(),
      );
      expect(await talliesOf(target)).toEqual(await talliesOf(source));
      expect(await talliesOf(target)).toEqual(moved);
      expect(await figures(target.db)).toEqual(await figures(db));
    } finally {
      await target.close();
    }
  });

  test("what is there is neither mixed nor lost, unless it is to be replaced", async () => {
    const file = join(files, `again-${engine}.jsonl.gz`);
    const written = await backUp(source, file, { folder, at: NOW });
    const target = await openTestDatabase(engine);
    try {
      await restore(target, file, how);
      const before = await talliesOf(target);
      await expect(restore(target, file, how)).rejects.toThrow(/not empty.*--replace/);
      expect(await talliesOf(target)).toEqual(before);
      expect(await restore(target, file, { ...how, replace: true })).toEqual(written);
      expect(await talliesOf(target)).toEqual(before);
    } finally {
      await target.close();
    }
  });

  test("a file that was changed or cut short changes nothing", async () => {
    const file = join(files, `whole-${engine}.jsonl.gz`);
    await backUp(source, file, { folder, at: NOW });
    const packed = await readFile(file);
    const text = gunzipSync(packed).toString();
    const bad = join(files, `bad-${engine}.jsonl.gz`);
    const target = await openTestDatabase(engine);
    try {
      for (const content of [
        packed.subarray(0, packed.length - 20),
        gzipSync(text.slice(0, text.lastIndexOf("{"))),
        gzipSync(text.replace('"member"', '"nobody"')),
        Buffer.from("not a backup"),
        gzipSync('{"patchbay":"backup","format":2}\n'),
      ]) {
        await writeFile(bad, content);
        await expect(restore(target, bad, how)).rejects.toMatchObject({ name: "BackupError" });
      }
      await writeFile(bad, gzipSync(text.replaceAll('"sandbox"', '"sandbax"')));
      await expect(restore(target, bad, how)).rejects.toThrow(/is not what was written down/);
      expect((await talliesOf(target)).filter(({ rows }) => rows > 0)).toEqual([]);
    } finally {
      await target.close();
    }
  });

  test("triggers left on would be noticed", async () => {
    const target = await openTestDatabase(engine);
    try {
      const load = asOfNow(db, async (from) => {
        const tables = await listTables(from);
        return target.db.transaction(async (tx) => {
          // As if turning them off had been forgotten.
          const stubborn = new Proxy(tx, {
            get: (of, name) =>
              name === "execute"
                ? (query: { queryChunks?: unknown[] }) =>
                    of.execute(
                      JSON.stringify(query.queryChunks ?? "").includes("disable trigger")
                        ? sql`select 1`
                        : (query as never),
                    )
                : Reflect.get(of, name, of),
          });
          return loadTables(stubborn, readTables(from, tables), { tables, replace: false });
        });
      });
      await expect(load).rejects.toThrow();
      expect(await target.db.$count(generation)).toBe(0);
    } finally {
      await target.close();
    }
  });
});

test.skipIf(!TEST_ENGINES.includes("postgres" as never))(
  "a backup of a Postgres that is being written to holds one moment",
  { timeout: MAKING },
  async () => {
    const busy = await openTestDatabase("postgres");
    const target = await openTestDatabase();
    try {
      const { access, owner } = await openTeam(busy.db, NOW);
      const { memberId } = (await joinTeam(access, owner, { name: "Ben", role: "member" }, NOW)).actor;
      await createBudget(busy.db, owner, aBudget({ limit: "1000000.00", hard: false }), {
        account: "sandbox",
        now: NOW,
      });
      let isOver = false;
      let written = 0;
      const writing = (async () => {
        for (; !isOver; written++) await openAndSettle(busy.db, memberId, { usage: usageOf("0.001") });
      })();
      await expect.poll(() => written).toBeGreaterThan(5);
      const file = join(files, "busy.jsonl.gz");
      await backUp(busy, file, { folder, at: NOW });
      const during = written;
      isOver = true;
      await writing;
      await restore(target, file, how);
      // Whatever a moment later would have torn apart: costs and entries, counters and the ledger.
      const { rows } = await target.db.execute<{ torn: string }>(sql`
        select count(*)::text as torn from generation g where coalesce(g.cost, 0) <>
          (select coalesce(sum(e.amount), 0) from entry e where e.generation_id = g.id)`);
      expect(rows[0]?.torn).toBe("0");
      expect((await countersOf(target.db)).every(({ isTrue }) => isTrue)).toBe(true);
      const kept = Number(await target.db.$count(generation));
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThanOrEqual(during + 1);
    } finally {
      await busy.close();
      await target.close();
    }
  },
);

test("what an earlier version wrote is loaded into its tables and brought up to date", {
  timeout: MAKING,
}, async () => {
  const file = join(files, "now.jsonl.gz");
  await backUp(source, file, { folder, at: NOW });
  const old = join(files, "old.jsonl.gz");
  const lines = gunzipSync(await readFile(file))
    .toString()
    .split("\n");
  // As it was before there were budgets: without the tables and columns that came with them, and after them.
  const header = JSON.parse(lines[0] ?? "");
  const journal = JSON.parse(await readFile(`${folder}/meta/_journal.json`, "utf8"));
  const cut = journal.entries.findIndex(({ tag }: { tag: string }) => tag === "0013_budgets");
  const known = new Set(["member", "virtual_key"]);
  const later = new Set(["requests_per_minute", "tokens_per_minute", "max_concurrent"]);
  const kept: string[] = [JSON.stringify({ ...header, migrations: header.migrations.slice(0, cut) })];
  let columns: string[] | null = null;
  let fingerprint = new Fingerprint();
  for (const line of lines.slice(1)) {
    const mark = line.startsWith("{") ? JSON.parse(line) : {};
    if (mark.table) {
      columns = known.has(mark.table) ? mark.columns : null;
      fingerprint = new Fingerprint();
      const older = (mark.columns as string[]).filter((name) => !later.has(name));
      if (columns) kept.push(JSON.stringify({ table: mark.table, columns: older }));
    } else if (columns && mark.end) {
      const { rows, hash } = fingerprint.of(mark.end);
      kept.push(JSON.stringify({ end: mark.end, rows, hash }));
    } else if (columns) {
      const values = (JSON.parse(line) as unknown[]).filter((_, at) => !later.has(columns?.[at] ?? ""));
      // As Postgres writes it.
      const row = `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
      fingerprint.add([row]);
      kept.push(row);
    }
  }
  await writeFile(old, gzipSync(`${[...kept, JSON.stringify({ tables: known.size })].join("\n")}\n`));
  const directory = join(files, "old");
  const { tallies, kept: before } = await restoreIntoDirectory(directory, old, { ...how, at: NOW });
  expect(tallies.map(({ table }) => table).sort()).toEqual([...known]);
  expect(before).toBeNull();
  const restored = await openDatabase({ directory: join(directory, "database") });
  try {
    expect(await restored.db.$count(generation)).toBe(0);
    expect((await authenticateKey(restored.db, token, NOW)).name).toBe("CI");
    expect(await countersOf(restored.db)).toEqual([]);
  } finally {
    await restored.close();
  }
  await writeFile(
    old,
    gzipSync(`${JSON.stringify({ ...header, migrations: ["f".repeat(64)] })}\n{"tables":0}\n`),
  );
  await expect(restoreIntoDirectory(join(files, "newer"), old, { ...how, at: NOW })).rejects.toThrow(
    /newer Patchbay/,
  );
});

test("a directory in use is left alone, and what it held before is kept", { timeout: MAKING }, async () => {
  const file = join(files, "directory.jsonl.gz");
  await backUp(source, file, { folder, at: NOW });
  const directory = join(files, "directory");
  await mkdir(directory);
  const lock = await acquireDirectoryLock(directory);
  await expect(restoreIntoDirectory(directory, file, { ...how, at: NOW })).rejects.toThrow(/already using/);
  await lock.release();
  await restoreIntoDirectory(directory, file, { ...how, at: NOW });
  await expect(restoreIntoDirectory(directory, file, { ...how, at: NOW })).rejects.toThrow(/not empty/);
  const { kept } = await restoreIntoDirectory(directory, file, { folder, replace: true, at: NOW });
  expect((await readdir(directory)).sort()).toEqual(["database", kept?.split("/").at(-1)]);
});

test("a name that is taken is not overwritten, and nothing half written is left", async () => {
  const file = join(files, "taken", "backup.jsonl.gz");
  await backUp(source, file, { folder, at: NOW });
  const before = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  await expect(backUp(source, file, { folder, at: NOW })).rejects.toThrow(/already a file/);
  expect(
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex"),
  ).toBe(before);
  expect(await readdir(join(files, "taken"))).toEqual(["backup.jsonl.gz"]);
});
