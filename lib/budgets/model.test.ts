import { and, eq, isNotNull } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Usd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase } from "@/lib/db/testing.server";
import { book } from "@/lib/ledger/confirm.server";
import { takeOver } from "@/lib/ledger/leases.server";
import { settle } from "@/lib/ledger/ledger.server";
import { addMember, aLease, anEnding, at, ledgerOf, NO_FACTS, usageOf } from "@/lib/ledger/testing.server";
import { giveUpUnaskable } from "@/lib/ledger/unaskable.server";
import type { Actor } from "@/lib/team/actor";
import { createBudget, listBudgets } from "./budgets.server";
import { createModel, type ModelRequest } from "./testing";
import { ACCOUNT, aBudget, admitOne, anOpening } from "./testing.server";

const DEEP = process.env.DEEP === "1";
/** How a request ends: with a bill, with one that comes late, turned away, or with its process. */
const FATES = ["billed", "late", "refused", "died"] as const;
type Request = ModelRequest & { fate: (typeof FATES)[number]; cost: bigint; corrected: bigint };

const LIMITS = [60n, 40n, 25n];
const aRequest: fc.Arbitrary<Request> = fc
  .record({
    budgets: fc.uniqueArray(fc.nat({ max: LIMITS.length - 1 }), { minLength: 1 }),
    most: fc.bigInt({ min: 0n, max: 30n }),
    fate: fc.constantFrom(...FATES),
    parts: fc.tuple(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: 100n })),
  })
  .map(({ parts: [cost, corrected], most, ...rest }) => ({
    ...{ ...rest, most, cost: (most * cost) / 100n, corrected: (most * corrected) / 100n },
  }));

/** A world in which the steps of requests can be taken, each request's in order and all in any order. */
type World = {
  reserve(request: Request, index: number): Promise<boolean>;
  settle(request: Request, index: number): Promise<void>;
  confirm(request: Request, index: number): Promise<void>;
};

/** Takes the steps as the picks have it; a request that was turned away takes no more. */
async function play(
  world: World,
  requests: Request[],
  picks: number[],
  afterEach: () => Promise<void> | void,
) {
  const steps = [world.reserve, world.settle, world.confirm] as const;
  const next = requests.map(() => 0);
  const open = () => next.flatMap((step, index) => (step < steps.length ? [index] : []));
  for (const pick of [...picks, ...requests.flatMap(() => steps.map(() => 0))]) {
    const left = open();
    const index = left[pick % Math.max(1, left.length)];
    if (index === undefined) break;
    const request = requests[index] as Request;
    const went = await steps[next[index] as number]?.(request, index);
    next[index] = went === false ? steps.length : (next[index] as number) + 1;
    await afterEach();
  }
}

function worldOf(model: ReturnType<typeof createModel>): World {
  return {
    reserve: async (request) => model.reserve(request),
    async settle(request) {
      if (request.fate === "billed") model.settle(request, request.cost);
      else if (request.fate === "refused") model.release(request);
    },
    async confirm(request) {
      if (request.fate === "billed") model.adjust(request, request.corrected - request.cost);
      else if (request.fate === "late") model.settle(request, request.corrected);
      else if (request.fate === "died") model.release(request);
    },
  };
}

const games = fc.tuple(
  fc.array(aRequest, { minLength: 1, maxLength: 8 }),
  fc.array(fc.nat(), { maxLength: 40 }),
);

test("whatever happens in whatever order, nothing is beyond a limit, and at rest nothing is held", async () => {
  await fc.assert(
    fc.asyncProperty(games, async ([requests, picks]) => {
      const model = createModel(LIMITS);
      await play(worldOf(model), requests, picks, () => {
        for (const { limit, spent, held } of model.budgets) {
          expect(held).toBeGreaterThanOrEqual(0n);
          // Only what turns out dearer after its hold was given back can be more than there was room for.
          expect(spent + held).toBeLessThanOrEqual(limit + corrections(requests));
        }
      });
      expect(model.budgets.map(({ held }) => held)).toEqual(LIMITS.map(() => 0n));
    }),
  );
});

/** What became known to be dearer after its hold was given back. */
const corrections = (requests: readonly Request[]) =>
  requests.reduce((sum, { cost, corrected }) => sum + (corrected > cost ? corrected - cost : 0n), 0n);

let database: Database;
let owner: Actor;
beforeAll(async () => {
  database = await openTestDatabase();
  owner = { memberId: await addMember(database.db), role: "owner" };
}, 60_000);
afterAll(() => database.close());

test("the database does exactly what the model does", { timeout: DEEP ? 3_600_000 : 120_000 }, async () => {
  const { db } = database;
  await fc.assert(
    fc.asyncProperty(games, async ([requests, picks]) => {
      const model = createModel(LIMITS);
      const expected = worldOf(model);
      const options = { account: ACCOUNT, now: at(0) };
      const tags = LIMITS.map(() => newId());
      const ids: string[] = [];
      for (const [index, limit] of LIMITS.entries()) {
        const scope = { type: "tag" as const, id: tags[index] ?? "" };
        ids.push((await createBudget(db, owner, { ...aBudget({ scope }), limit: limit as Usd }, options)).id);
      }
      const generations = new Map<number, string>();
      const idOf = (index: number) => generations.get(index) ?? "";
      const world: World = {
        async reserve(request, index) {
          const opening = anOpening("0", {
            ...{ memberId: owner.memberId, ceiling: request.most as Usd },
            tags: request.budgets.map((budget) => tags[budget] ?? ""),
          });
          generations.set(index, opening.id);
          const fits = await admitOne(db, opening).then(
            () => true,
            (error: unknown) => {
              if (error instanceof AppError && error.code === "budget_exceeded") return false;
              throw error;
            },
          );
          expect(fits).toBe(await expected.reserve(request, index));
          return fits;
        },
        async settle(request, index) {
          await end(request, idOf(index));
          await expected.settle(request, index);
        },
        async confirm(request, index) {
          const stats = { cost: request.corrected, record: {} } as Parameters<typeof book>[2];
          if (request.fate === "billed" || request.fate === "late") await book(db, idOf(index), stats, at(9));
          if (request.fate === "died") await waitFor(idOf(index));
          await expected.confirm(request, index);
        },
      };
      async function end({ fate, cost }: Request, id: string): Promise<void> {
        const upstreamId = `gen-${id}`;
        if (fate === "died") {
          // Another process finds what this one left, and nobody to ask.
          const taken = await takeOver(db, aLease("other"), at(60_000), {
            everything: false,
            running: alive(id),
          });
          expect(taken.map((row) => row.id)).toEqual([id]);
          const lost = anEnding({ state: "lost", usage: null, upstreamId: null });
          await settle(db, id, "other", lost, NO_FACTS);
          return;
        }
        const ending = {
          billed: { upstreamId, usage: { ...usageOf("0"), cost: cost as Usd } },
          late: { upstreamId, usage: null },
          refused: { upstreamId: null, usage: null, billed: "nothing" as const },
        }[fate];
        await settle(db, id, "me", anEnding(ending), NO_FACTS);
      }
      /** Lets the time pass, for this one alone, for which something counts as held that nobody can be asked about. */
      async function waitFor(id: string): Promise<void> {
        const isWaited = and(eq(generation.id, id), isNotNull(generation.confirmAt));
        expect(
          await db
            .update(generation)
            .set({ confirmAt: at(0) })
            .where(isWaited)
            .returning(),
        ).toHaveLength(1);
        expect(await giveUpUnaskable(db, at(0))).toBe(1);
        expect((await ledgerOf(db, id)).row.confirmAt).toBeNull();
      }
      const alive = (dead: string) => [...generations.values()].filter((id) => id !== dead);
      await play(world, requests, picks, async () => {
        const { budgets } = await listBudgets(db, owner, options);
        const shown = ids.map((id) => budgets.find((one) => one.id === id));
        expect(shown.map((one) => [one?.spent, one?.held])).toEqual(
          model.budgets.map(({ spent, held }) => [spent, held]),
        );
      });
      await db.delete(budget);
    }),
    { numRuns: DEEP ? 500 : 15 },
  );
});
