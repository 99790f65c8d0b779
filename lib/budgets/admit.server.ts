import "server-only";
import { inArray } from "drizzle-orm";
import * as z from "zod/mini";
import type { AppError } from "@/lib/core/errors";
import { WireUsd } from "@/lib/core/wire";
import type { Db, Transaction } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { type Lease, type Opening, openGenerations } from "@/lib/ledger/ledger.server";
import { refusalError } from "./refusal";
import { readFigures } from "./rows.server";
import { ensureCounts } from "./sums.server";

/** What is to be put on record, and why its cost has no bound where it has none. */
export type Wanted = { opening: Opening; unbounded?: string | null };

type Options = {
  lease: Lease;
  at: Date;
  /** What becomes of a refused one: it ends it all, goes on record without a hold next to the rest, or is left out. */
  refused: "ends all" | "recorded" | "left out";
  /** Looks, in the transaction in which they are written, whether they may be; what it throws ends it all. */
  look?: ((tx: Transaction) => Promise<void>) | undefined;
};

/** How the triggers of the ledger's tables speak. */
const [NO_COUNTER, REFUSED] = ["PB001", "PB402"];

/** More never happens: a counter is missing once per period, and each round refuses something. */
const ROUNDS = 20;

/**
 * Puts generations and holds on record if all budgets that apply have room for them: the database counts and refuses in
 * the very statement that writes them, so that none passes between the look and the leap.
 * @returns why what was refused was refused, by generation
 * @throws AppError `budget_exceeded`, `budget_unbounded` or `budget_stopped` where a refusal ends it all
 */
export async function admit(
  db: Db | Transaction,
  wanted: readonly Wanted[],
  { lease, at, refused: fate, look }: Options,
): Promise<ReadonlyMap<string, AppError>> {
  const refused = new Map<string, AppError>();
  for (let round = 1; ; round++) {
    try {
      const openings = wanted
        .map(({ opening }) => ({ ...opening, isRefused: refused.has(opening.id) }))
        .filter(({ isRefused }) => !isRefused || fate === "recorded");
      if (openings.length === 0) return refused;
      // Within a transaction the attempt is one of its own, lest a refusal ends it all.
      const attempt = (tx: Db | Transaction) => openGenerations(tx, openings, lease, at);
      const looking = async (tx: Transaction) => {
        await look?.(tx);
        await attempt(tx);
      };
      await (fate === "recorded" || look ? db.transaction(looking) : attempt(db));
      return refused;
    } catch (error) {
      const said = wordsOf(error);
      if (round === ROUNDS || said === null) throw error;
      const account = wanted[0]?.opening.account ?? "";
      if (said.code === NO_COUNTER) await ensureCounts(db, account, at);
      else {
        const refusals = Refusals.parse(JSON.parse(said.detail));
        const where = inArray(budget.id, [...new Set(refusals.map(({ budgetId }) => budgetId))]);
        const known = new Map(
          (await readFigures(db, { account, at, where })).map((one) => [one.row.id, one]),
        );
        for (const { generationId, budgetId, ...refusal } of refusals) {
          const about = known.get(budgetId)?.budget;
          // Taken away meanwhile, it stands against nothing.
          if (!about) continue;
          const because = wanted.find(({ opening }) => opening.id === generationId)?.unbounded ?? null;
          const error = refusalError(about, refusal, because);
          if (fate === "ends all") throw error;
          refused.set(generationId, error);
        }
      }
    }
  }
}

const Refusals = z.array(
  z.object({
    generationId: z.string(),
    budgetId: z.string(),
    reason: z.enum(["exceeded", "unbounded", "stopped"]),
    ceiling: WireUsd,
    spent: WireUsd,
    held: WireUsd,
    needed: z.nullable(WireUsd),
  }),
);

/** Both engines put what a trigger raised behind Drizzle's own error. */
function wordsOf(error: unknown): { code: string; detail: string } | null {
  const cause = error instanceof Error ? error.cause : null;
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  const { code, detail } = cause as { code: unknown; detail?: unknown };
  if (code !== NO_COUNTER && code !== REFUSED) return null;
  return { code, detail: typeof detail === "string" ? detail : "[]" };
}
