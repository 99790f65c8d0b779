import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";

/** Days that OpenRouter keeps; today is never among them. */
export const KEPT_DAYS = 30;

export const VERDICTS = ["matched", "differs", "only_there", "only_here"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What may be behind a difference. */
export const REASONS = [
  "unknown_cost",
  "not_confirmed",
  "cancelled",
  "byok",
  "day_boundary",
  "other_name",
  "one_generation",
  "other_programs",
  "other_keys",
  "not_reported",
  "sandbox_restarted",
] as const;
export type Reason = (typeof REASONS)[number];

const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));

const Suspect = z.object({
  id: Id,
  startedAt: WireInstant,
  cost: z.nullable(WireUsd),
  costState: z.nullable(z.enum(["reported", "confirmed"])),
  state: z.string(),
  /** Its cost is just what the two sides differ by. */
  explains: z.boolean(),
});
export type Suspect = z.infer<typeof Suspect>;

/** One UTC day and model. */
const Line = z.object({
  day: Day,
  model: z.string(),
  verdict: z.enum(VERDICTS),
  ours: z.nullable(
    z.object({
      /** The sum of all known costs. */
      cost: WireUsd,
      generations: z.int(),
      unknown: z.int(),
    }),
  ),
  theirs: z.nullable(
    z.object({
      cost: WireUsd,
      requests: z.int(),
      /** What providers billed on the team's own keys there, on top. */
      byok: WireUsd,
    }),
  ),
  /** Theirs less ours. */
  difference: WireUsd,
  reasons: z.array(z.enum(REASONS)),
  /** Of ours, those that are most likely behind it; empty where both sides agree. */
  suspects: z.array(Suspect),
  /** False where ours were not looked into, and nothing is known of what may be behind it: only the largest differences are. */
  looked: z.boolean(),
});
export type Line = z.infer<typeof Line>;

export const Reconciled = z.object({
  state: z.literal("compared"),
  from: Day,
  to: Day,
  at: WireInstant,
  /** `key`: theirs is of our key alone; `account`: of all keys; `sandbox`: of the sandbox in this process. */
  scope: z.enum(["key", "account", "sandbox"]),
  ours: WireUsd,
  theirs: WireUsd,
  /** Theirs less ours. */
  difference: WireUsd,
  /** Up to so much a line may differ by rounding, and up to so much all of them together. */
  tolerance: z.object({ line: WireUsd, total: WireUsd }),
  /** The largest differences first within each day, latest day first. */
  lines: z.array(Line),
  /** Rows of theirs that could not be read. */
  unreadable: z.int(),
});
export type Reconciled = z.infer<typeof Reconciled>;

/** The answer to `GET /api/spend/reconciliation`. */
export const Reconciliation = z.discriminatedUnion("state", [
  Reconciled,
  /** Without one nothing can be compared. */
  z.object({ state: z.literal("no_management_key") }),
]);
export type Reconciliation = z.infer<typeof Reconciliation>;
