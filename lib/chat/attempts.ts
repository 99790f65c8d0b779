import { asArray, asCount, asRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";
import type { Attempt } from "@/lib/ledger/api";

/** The providers that were tried, from the router's own account of it; null when it gives none. */
export function readAttempts(routing: unknown): Attempt[] | null {
  const attempts = asArray(asRecord(routing)?.attempts)
    .map(asRecord)
    .filter((attempt) => attempt !== null)
    .map((attempt) => ({
      provider: asLabel(attempt.provider),
      model: asLabel(attempt.model),
      status: asCount(attempt.status),
      latencyMs: asCount(attempt.latency),
    }));
  return attempts.length === 0 ? null : attempts;
}
