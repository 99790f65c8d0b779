import { asArray, asText } from "@/lib/core/lenient";
import { type Usd, ZERO } from "@/lib/core/money";
import { readAmount } from "./key";
import { readCount, readDay, readFields, readText } from "./read-json";

/** What the upstream says it charged for one endpoint of a model on one UTC day. */
export type ActivityRow = {
  /** `2026-11-20`, in UTC. */
  day: string;
  model: string;
  /** The model's dated name, which variants share. */
  permaslug: string | null;
  provider: string | null;
  /** Credits. */
  usage: Usd;
  /** What a provider billed on the team's own key there, on top of that. */
  byokUsage: Usd;
  requests: number;
};

export type Activity = {
  rows: ActivityRow[];
  /** Rows that say neither when nor of what nor how much, and so cannot be compared. */
  unreadable: number;
};

/**
 * Reads the body of `GET /activity`. Dates come with and without a time of day, amounts as numbers and as text, and
 * fields come and go. Where rows name their key, those of other keys are left out.
 * @returns null when there is no list at all
 */
export function readActivity(body: unknown, keyHash: string | null): Activity | null {
  const { data } = readFields(body);
  if (!Array.isArray(data)) return null;
  const rows: ActivityRow[] = [];
  let unreadable = 0;
  for (const item of asArray(data)) {
    const owner = asText(readFields(item).api_key_hash);
    if (owner !== null && keyHash !== null && owner !== keyHash) continue;
    const row = readRow(item);
    if (row) rows.push(row);
    else unreadable += 1;
  }
  return { rows, unreadable };
}

function readRow(item: unknown): ActivityRow | null {
  const fields = readFields(item);
  // `2026-06-03 00:00:00` has been seen where a day is documented; the time of day means nothing.
  const day = readDay(typeof fields.date === "string" ? fields.date.trim().slice(0, 10) : null);
  const permaslug = readText(fields.model_permaslug, 300);
  const model = readText(fields.model, 300) ?? permaslug;
  const usage = readAmount(fields.usage);
  if (day === null || model === null || usage === null) return null;
  return {
    ...{ day, model, permaslug, usage },
    provider: readText(fields.provider_name, 300),
    byokUsage: readAmount(fields.byok_usage_inference) ?? ZERO,
    requests: readCount(fields.requests) ?? 0,
  };
}
