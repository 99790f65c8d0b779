import { z } from "zod";
import { parseUsdOrNull, type Usd, ZERO } from "@/lib/core/money";
import { isTimeZone } from "@/lib/core/period";
import { WireInstant } from "@/lib/core/wire";
import { cleanTag } from "@/lib/ledger/tag";
import { BUDGET_PERIODS, BUDGET_SCOPES } from "./terms";

/** Dollars as decimal text, from nothing up to what the ledger can hold, in whole picodollars. */
export const Amount = z.codec(
  z.string().max(40),
  z.custom<Usd>((value) => typeof value === "bigint"),
  {
    decode: (text, context) => {
      const amount = /^\d+(\.\d{1,12})?$/.test(text) ? parseUsdOrNull(text) : null;
      if (amount !== null && amount >= ZERO && amount < MOST) return amount;
      const message = 'must be dollars as decimal text, like "25.00", at most 99999999';
      context.issues.push({ code: "custom", input: text, message });
      return z.NEVER;
    },
    encode: String,
  },
);
export const MOST = 10n ** 20n;

const TimeZone = z.string().max(100).refine(isTimeZone, "must be a time zone, like Europe/Berlin");

const Scope = z
  .strictObject({
    type: z.enum(BUDGET_SCOPES),
    id: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ type, id }) => (type === "workspace") === (id === undefined), {
    path: ["id"],
    message: "names which one, for all but the workspace",
  })
  // No request could ever have another.
  .refine(({ type, id }) => type !== "tag" || id === undefined || cleanTag(id) === id, {
    path: ["id"],
    message: "names no tag that a request can have: up to 64 characters, none of them invisible",
  });

/** `POST /api/budgets`. */
export const BudgetRequest = z.strictObject({
  scope: Scope,
  limit: Amount,
  period: z.enum(BUDGET_PERIODS),
  timeZone: TimeZone.default("UTC"),
  hard: z.boolean().default(true),
});
export type BudgetRequest = z.output<typeof BudgetRequest>;

const TERMS = {
  limit: Amount.optional(),
  period: z.enum(BUDGET_PERIODS).optional(),
  timeZone: TimeZone.optional(),
  hard: z.boolean().optional(),
  raise: z.strictObject({ amount: Amount, until: WireInstant }).nullable().optional(),
};

/** `PATCH /api/budgets/{id}`; what is not named stays. `was` is what it is based on: where that holds no more, nothing changes. */
export const BudgetChange = z
  .strictObject({ ...TERMS, was: z.strictObject(TERMS).optional() })
  .refine((change) => Object.keys(change).some((name) => name !== "was"), "nothing to change was named");
export type BudgetChange = z.output<typeof BudgetChange>;
