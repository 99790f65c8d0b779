import "server-only";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import { newId } from "@/lib/core/ids";
import { formatDecimal, parseUsd } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import type { Opening } from "@/lib/ledger/ledger.server";
import { aLease, at } from "@/lib/ledger/testing.server";
import { admit } from "./admit.server";
import type { Bounder } from "./bounder.server";
import { BudgetRequest } from "./request";

/** For tests that are about something else: nothing asks for a bound. */
export const noBounder: Bounder = { bound: async () => null, forget() {} };

export const ACCOUNT = "sandbox";

type More = Partial<Opening> & { memberId: string };

/** A generation that is to be put on record, with a bound on its cost. */
export const anOpening = (amount: string | null, more: More): Opening => ({
  id: newId(),
  account: ACCOUNT,
  source: "gateway",
  conversationId: null,
  messageId: null,
  models: ["acme/demo"],
  parameters: {},
  estimate: null,
  ceiling: amount === null ? null : parseUsd(amount),
  isBinding: amount !== null,
  priceSnapshot: null,
  ...more,
});

/** Puts one on record as the gateway does. @throws AppError of the budget that refuses it */
export async function admitOne(db: Db, opening: Opening, when = at(0)): Promise<string> {
  await admit(db, [{ opening }], { lease: aLease("me"), at: when, refused: "ends all" });
  return opening.id;
}

export const aBudget = (changes: Partial<z.input<typeof BudgetRequest>> = {}): BudgetRequest =>
  BudgetRequest.parse({ scope: { type: "workspace" }, limit: "1.00", period: "monthly", ...changes });

/** All counters, as the database has them, and as they follow from generations and holds. */
export async function countersOf(db: Db) {
  const { rows } = await db.execute<{
    spent: string;
    held: string;
    true_spent: string;
    true_held: string;
  }>(sql`
    select c.spent::text, c.held::text,
      coalesce(t.spent, 0)::text as true_spent, coalesce(t.held, 0)::text as true_held
    from budget_count c
    left join (
      select o.budget_id, o.account, o.starts_at, sum(g.cost) as spent,
        sum(h.amount) filter (where h.ended_at is null) as held
      from budget_counts_of((select array_agg(id) from generation)) o
      join generation g on g.id = o.generation_id
      left join hold h on h.generation_id = g.id
      group by o.budget_id, o.account, o.starts_at
    ) t using (budget_id, account, starts_at)`);
  return rows.map((row) => ({
    spent: formatDecimal(parseUsd(row.spent)),
    held: formatDecimal(parseUsd(row.held)),
    isTrue:
      parseUsd(row.spent) === parseUsd(row.true_spent) && parseUsd(row.held) === parseUsd(row.true_held),
  }));
}
