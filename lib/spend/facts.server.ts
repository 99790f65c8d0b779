import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { generation as g } from "@/lib/db/schema/ledger";
import { dimensionValue } from "@/lib/ledger/choices.server";
import { OTHER_MODEL } from "@/lib/ledger/fallback.server";
import { BAR_WIDTH, LAST_BAR } from "./sketch";

/** What a table is made of: the name of each column, and how its sum over facts is written. */
const COUNTS = {
  generations: sql`count(*)`,
  unknown: sql`count(*) - count(cost)`,
  failed_patchbay: sql`count(*) filter (where failed_by = 'patchbay')`,
  failed_openrouter: sql`count(*) filter (where failed_by = 'openrouter')`,
  failed_provider: sql`count(*) filter (where failed_by = 'provider')`,
  failed_nobody: sql`count(*) filter (where failed_by = 'nobody')`,
  cancelled: sql`count(*) filter (where state = 'cancelled')`,
  fallbacks: sql`count(*) filter (where fallback is not null)`,
};
const TOKENS = {
  prompt_tokens: sql`sum(prompt_tokens)`,
  completion_tokens: sql`sum(completion_tokens)`,
  reasoning_tokens: sql`sum(reasoning_tokens)`,
  cached_tokens: sql`sum(cached_tokens)`,
  cache_write_tokens: sql`sum(cache_write_tokens)`,
};
const DOLLARS = {
  cost: sql`coalesce(sum(cost), 0)`,
  priced_cost: sql`sum(cost) filter (where list_cost is not null)`,
  list_cost: sql`sum(list_cost) filter (where cost is not null)`,
  cache_savings: sql`sum(cache_savings)`,
  upstream_cost: sql`sum(upstream_cost)`,
};
export const COUNT_NAMES = Object.keys(COUNTS) as (keyof typeof COUNTS)[];
export const TOKEN_NAMES = Object.keys(TOKENS) as (keyof typeof TOKENS)[];
export const DOLLAR_NAMES = Object.keys(DOLLARS) as (keyof typeof DOLLARS)[];
const SUM_NAMES = [...COUNT_NAMES, ...TOKEN_NAMES, ...DOLLAR_NAMES];

/** The columns of sums, in the order in which {@link sums} gives them. */
export const SUM_COLUMNS = sql.raw([...SUM_NAMES, "ttft", "speed"].map((name) => `"${name}"`).join(", "));

/** Sums over facts, histograms as what the function makes of the positions of their bars. */
export const sums = (sketch: (bars: SQL) => SQL): SQL =>
  sql.join(
    [
      ...Object.entries(COUNTS).map(([name, sum]) => sql`(${sum})::int as ${sql.identifier(name)}`),
      ...Object.entries(TOKENS).map(([name, sum]) => sql`(${sum})::bigint as ${sql.identifier(name)}`),
      ...Object.entries(DOLLARS).map(([name, sum]) => sql`${sum} as ${sql.identifier(name)}`),
      sql`${sketch(sql`array_agg(ttft_bar) filter (where ttft_bar is not null)`)} as ttft`,
      sql`${sketch(sql`array_agg(speed_bar) filter (where speed_bar is not null)`)} as speed`,
    ],
    sql`, `,
  );

const price = (component: string): SQL => {
  const text = sql`(${g.priceSnapshot} ->> ${sql.raw(`'${component}'`)})`;
  // Whatever else stands there is no price, and must not stop everything.
  return sql`(case when ${text} ~ '^\\d{1,9}(\\.\\d{0,30})?([eE][-+]?\\d{1,2})?$' then ${text}::numeric end)`;
};
const PROMPT = price("prompt");
const CACHE_READ = sql`coalesce(${price("cacheRead")}, ${PROMPT})`;
const CACHE_WRITE = sql`coalesce(${price("cacheWrite")}, ${PROMPT})`;
const REASONING = sql`coalesce(${price("reasoning")}, ${price("completion")})`;

const CACHED = sql`least(coalesce(${g.cachedTokens}, 0), ${g.promptTokens})`;
const WRITTEN = sql`least(coalesce(${g.cacheWriteTokens}, 0), ${g.promptTokens} - ${CACHED})`;
const REASONED = sql`least(coalesce(${g.reasoningTokens}, 0), ${g.completionTokens})`;

/** What the ledger could not hold is no amount; what it could is exact to the picodollar, halves away from zero. */
const amount = (dollars: SQL): SQL =>
  sql`(select case when abs(dollars) < 1e8 then round(dollars, 12) end from (select ${dollars} as dollars) as sum)`;
const LIST_COST =
  amount(sql`${PROMPT} * (${g.promptTokens} - ${CACHED} - ${WRITTEN}) + ${CACHE_READ} * ${CACHED}
  + ${CACHE_WRITE} * ${WRITTEN} + ${price("completion")} * (${g.completionTokens} - ${REASONED})
  + ${REASONING} * ${REASONED} + coalesce(${price("request")}, 0)`);
const CACHE_SAVINGS = amount(
  sql`(${PROMPT} - ${CACHE_READ}) * ${CACHED} - (${CACHE_WRITE} - ${PROMPT}) * ${WRITTEN}`,
);

/** Prices are on record of the first model only, and a provider's own key is billed otherwise. */
const whenPriced = (dollars: SQL): SQL =>
  sql`case when ${g.priceSnapshot} is not null and ${g.isByok} is not true and not ${OTHER_MODEL} then ${dollars} end`;

const bar = (figure: SQL): SQL =>
  sql`least(${sql.raw(String(LAST_BAR))}, greatest(0, ceil(ln(${figure}) / ${sql.raw(String(BAR_WIDTH))}::float8)))::int`;
// Answers that came in one piece have no speed. Thousandths, since one may be slower than a token a second.
const SPEED = sql`((${g.completionTokens} - 1) * 1e6::float8 / (${g.durationMs} - ${g.ttftMs}))`;

/** A generation as what it counts for: the values of its splits, and what its sums are made of. */
const FACT = sql`${g.account}, ${g.startedAt}, ${g.state}, ${g.cost}, ${g.upstreamCost},
  ${g.promptTokens}, ${g.completionTokens}, ${g.reasoningTokens}, ${g.cachedTokens}, ${g.cacheWriteTokens},
  ${dimensionValue.model} as model, ${dimensionValue.provider} as provider, ${dimensionValue.member} as member,
  ${dimensionValue.key} as key, ${dimensionValue.route} as route, ${dimensionValue.source} as source,
  ${dimensionValue.finish} as finish, ${dimensionValue.error} as error, ${g.tags},
  case when ${g.state} in ('failed', 'lost') then
    case when ${g.failure} ->> 'by' in ('patchbay', 'openrouter', 'provider') then ${g.failure} ->> 'by' else 'nobody' end
  end as failed_by,
  ${dimensionValue.fallback} as fallback,
  ${whenPriced(LIST_COST)} as list_cost,
  case when ${g.cachedTokens} is not null or ${g.cacheWriteTokens} is not null then ${whenPriced(CACHE_SAVINGS)} end
    as cache_savings,
  case when ${g.ttftMs} is not null then ${bar(sql`greatest(1, ${g.ttftMs})::float8`)} end as ttft_bar,
  case when ${g.completionTokens} >= 2 and ${g.durationMs} - ${g.ttftMs} >= 50 then ${bar(SPEED)} end as speed_bar`;

/**
 * The facts of an account that started within some time, and fit. The offset keeps the question as it is: each fact is
 * worked out once and not for each of its sums, and found by the index of starts, whatever the planner knows of the table.
 */
export const factsWithin = (account: string, from: SQL, to: SQL, fits?: SQL): SQL =>
  sql`select ${FACT} from ${g} where ${g.account} = ${account} and ${g.startedAt} ${from} and ${g.startedAt} ${to}
    and ${fits ?? sql`true`} offset 0`;

/** A fact's tags, each once; one that is null where there are none. */
export const TAGS = sql`(select distinct tag from unnest(case when tags = '{}' then array[null]::text[] else tags end) as tag)`;
