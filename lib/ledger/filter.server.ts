import "server-only";
import { and, between, eq, gte, inArray, lt, lte, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { Id } from "@/lib/core/wire";
import { generation } from "@/lib/db/schema/ledger";
import { fitsChoices } from "./choices.server";
import { countedModel } from "./counted-model.server";
import type { Choices } from "./dimensions";
import { ERROR_STATES } from "./paths";
import type { Filter } from "./request";

/**
 * A filter in two parts. By the first an index leads from one generation to the next in the order of the list; of
 * what it finds the second leaves out what does not fit, and whoever asks says how much may be read for that.
 */
export type Conditions = { scan: SQL | undefined; rest: SQL | undefined };

export function conditionsOf(account: string, filter: Filter): Conditions {
  const { from, to } = filter;
  const { startedAt } = generation;
  const { lead, left } = leadOf(filter);
  return {
    scan: and(eq(generation.account, account), from && gte(startedAt, from), to && lt(startedAt, to), lead),
    rest: restOf(left),
  };
}

/** The one condition that an index of its own serves, and what remains of the filter without it. */
function leadOf(filter: Filter): { lead: SQL | undefined; left: Filter } {
  const { search, cost, state, ...others } = filter;
  if (search) return { lead: bearsId(search), left: { ...others, cost, state } };
  // Written out, not as parameters: only so is it plain that the index holds them all.
  if (cost === "unknown") return { lead: sql`${generation.cost} is null`, left: { ...others, state } };
  if (state?.every((one) => one === "running"))
    return { lead: sql`${generation.state} = 'running'`, left: others };
  if (state?.every((one) => (ERROR_STATES as readonly string[]).includes(one))) {
    const failed = sql`${generation.state} in ('failed', 'lost')`;
    return { lead: and(failed, inArray(generation.state, state)), left: others };
  }
  const key = onlyValue(others, "key");
  if (key !== null && Id.safeParse(key).success)
    return { lead: eq(generation.keyId, key), left: { ...others, state, key: undefined } };
  const model = onlyValue(others, "model");
  if (model !== null) return { lead: eq(countedModel, model), left: { ...others, state, model: undefined } };
  return { lead: undefined, left: { ...others, state } };
}

function onlyValue(choices: Choices, name: "key" | "model"): string | null {
  const choice = choices[name];
  return choice && !choice.exclude && choice.values.length === 1 ? (choice.values[0] ?? null) : null;
}

function restOf({ state, cost, ...filter }: Filter): SQL | undefined {
  const { ttftMs, durationMs, promptTokens, completionTokens } = generation;
  const tokens = sql`(coalesce(${promptTokens}, 0) + coalesce(${completionTokens}, 0))`;
  const knowsTokens = sql`coalesce(${promptTokens}, ${completionTokens}) is not null`;
  const { minTokens, maxTokens } = filter;
  return and(
    state && inArray(generation.state, state),
    cost && sql`${generation.cost} is null`,
    fitsChoices(filter),
    filter.minCost === undefined ? undefined : gte(generation.cost, filter.minCost),
    filter.maxCost === undefined ? undefined : lte(generation.cost, filter.maxCost),
    liesIn(ttftMs, filter.minTtft, filter.maxTtft),
    liesIn(durationMs, filter.minDuration, filter.maxDuration),
    liesIn(tokens, minTokens, maxTokens),
    minTokens === undefined && maxTokens === undefined ? undefined : knowsTokens,
  );
}

const liesIn = (figure: SQLWrapper, min: number | undefined, max: number | undefined): SQL | undefined =>
  and(
    min === undefined ? undefined : sql`${figure} >= ${min}`,
    max === undefined ? undefined : sql`${figure} <= ${max}`,
  );

/** Fewer characters of an id are the beginning of too many. */
const UUID_PART = /^[\da-f]{8,32}$/i;
const UPSTREAM_PART = /^gen-[\w-]{4,100}$/i;

/** Whether a generation bears an id, in full or by its beginning; each way has its index. */
function bearsId(text: string): SQL {
  const { id, conversationId, upstreamId } = generation;
  if (Id.safeParse(text).success) return either(eq(id, text), eq(conversationId, text));
  if (UPSTREAM_PART.test(text)) return sql`${upstreamId} like ${`${text.replaceAll("_", "\\_")}%`}`;
  const digits = text.replaceAll("-", "");
  if (!UUID_PART.test(digits)) return sql`false`;
  const [first, last] = [uuidOf(digits, "0"), uuidOf(digits, "f")];
  return either(between(id, first, last), between(conversationId, first, last));
}

const either = (one: SQL, other: SQL): SQL => or(one, other) ?? one;

const uuidOf = (digits: string, filler: string): string =>
  digits.padEnd(32, filler).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
