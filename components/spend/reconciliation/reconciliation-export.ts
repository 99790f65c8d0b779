import { toCsv } from "@/lib/core/csv";
import { formatDecimal, type Usd } from "@/lib/core/money";
import type { Line } from "@/lib/spend/reconciliation-api";

const decimal = (amount: Usd | undefined): string | null =>
  amount === undefined ? null : formatDecimal(amount);

/** What is on screen as CSV, amounts exact. */
export function linesToCsv(lines: readonly Line[]): string {
  return toCsv(
    [
      ...["day_utc", "model", "verdict", "openrouter_usd", "openrouter_requests", "openrouter_byok_usd"],
      ...[
        "patchbay_usd",
        "patchbay_generations",
        "patchbay_unknown",
        "difference_usd",
        "reasons",
        "generations",
      ],
    ],
    lines.map(({ day, model, verdict, ours, theirs, difference, reasons, suspects }) => [
      ...[day, model, verdict],
      ...[decimal(theirs?.cost), theirs?.requests ?? null, decimal(theirs?.byok)],
      ...[decimal(ours?.cost), ours?.generations ?? null, ours?.unknown ?? null],
      ...[formatDecimal(difference), reasons, suspects.map(({ id }) => id)],
    ]),
  );
}
