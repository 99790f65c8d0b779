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
  // Of exactly what the two sums of dollars beside list prices are of; two counts together may pass an integer.
  priced_tokens: sql`sum(prompt_tokens::bigint + completion_tokens) filter (where cost is not null and list_cost is not null)`,
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

/** The columns of sums. */
export const SUM_COLUMNS = sql.raw([...SUM_NAMES, "ttft", "speed"].map((name) => `"${name}"`).join(", "));

/**
 * A histogram from the numbers of others: each is a count, and below it nine bits of a bar's position. Where there are
 * few, they are one as they are: putting them in order takes longer than all the sums beside it.
 */
const histogram = (codes: SQL): SQL => sql`case when cardinality(${codes}) <= 16 then ${codes} else (
  select array_agg((found << 9) | bar order by bar) from (
    select code & 511 as bar, least(sum(code >> 9), 4194303)::int as found from unnest(${codes}) as code group by 1
  ) as counted) end`;

/** Sums over facts, in the order of {@link SUM_COLUMNS}. */
export const SUMS: SQL = sql.join(
  [
    ...Object.entries(COUNTS).map(([name, sum]) => sql`(${sum})::int as ${sql.identifier(name)}`),
    ...Object.entries(TOKENS).map(([name, sum]) => sql`(${sum})::bigint as ${sql.identifier(name)}`),
    ...Object.entries(DOLLARS).map(([name, sum]) => sql`${sum} as ${sql.identifier(name)}`),
    ...["ttft", "speed"].map((name) => {
      const column = sql.identifier(`${name}_code`);
      return sql`${histogram(sql`array_agg(${column}) filter (where ${column} is not null)`)} as ${sql.identifier(name)}`;
    }),
  ],
  sql`, `,
);

/** The same over sums that are there: of weeks from days. */
export const SUMS_OF_SUMS: SQL = sql.join(
  [
    ...COUNT_NAMES.map((name) => sql`sum(${sql.identifier(name)})::int`),
    ...TOKEN_NAMES.map((name) => sql`sum(${sql.identifier(name)})::bigint`),
    ...DOLLAR_NAMES.map((name) => sql`sum(${sql.identifier(name)})`),
    ...[sql`ttft`, sql`speed`].map((column) =>
      histogram(sql`('{' || string_agg(array_to_string(${column}, ','), ',') || '}')::int[]`),
    ),
  ],
  sql`, `,
);

/** Each is read once: every reading of a text as a number costs more than all the sums that it goes into. */
const COMPONENTS = {
  prompt: "prompt",
  completion: "completion",
  cacheRead: "cache_read",
  cacheWrite: "cache_write",
  reasoning: "reasoning",
  request: "request",
};
const price = (component: string): SQL => {
  const text = sql`(${g.priceSnapshot} ->> ${sql.raw(`'${component}'`)})`;
  // Whatever else stands there is no price, and must not stop everything.
  return sql`(case when ${text} ~ '^\\d{1,9}(\\.\\d{0,30})?([eE][-+]?\\d{1,2})?$' then ${text}::numeric end)`;
};
const PRICES = sql`(select ${sql.join(
  Object.entries(COMPONENTS).map(([component, name]) => sql`${price(component)} as ${sql.identifier(name)}`),
  sql`, `,
)} offset 0) as price`;
const PROMPT = sql`price.prompt`;
const COMPLETION = sql`price.completion`;
const CACHE_READ = sql`coalesce(price.cache_read, price.prompt)`;
const CACHE_WRITE = sql`coalesce(price.cache_write, price.prompt)`;
const REASONING = sql`coalesce(price.reasoning, price.completion)`;

const CACHED = sql`least(coalesce(${g.cachedTokens}, 0), ${g.promptTokens})`;
const WRITTEN = sql`least(coalesce(${g.cacheWriteTokens}, 0), ${g.promptTokens} - ${CACHED})`;
const REASONED = sql`least(coalesce(${g.reasoningTokens}, 0), ${g.completionTokens})`;

/** What the ledger could not hold is no amount; what it could is exact to the picodollar, halves away from zero. */
const amount = (dollars: SQL): SQL =>
  sql`(select case when abs(dollars) < 1e8 then round(dollars, 12) end from (select ${dollars} as dollars) as sum)`;
const LIST_COST =
  amount(sql`${PROMPT} * (${g.promptTokens} - ${CACHED} - ${WRITTEN}) + ${CACHE_READ} * ${CACHED}
  + ${CACHE_WRITE} * ${WRITTEN} + ${COMPLETION} * (${g.completionTokens} - ${REASONED})
  + ${REASONING} * ${REASONED} + coalesce(price.request, 0)`);
const CACHE_SAVINGS = amount(
  sql`(${PROMPT} - ${CACHE_READ}) * ${CACHED} - (${CACHE_WRITE} - ${PROMPT}) * ${WRITTEN}`,
);

/** Prices are on record of the first model only, and a provider's own key is billed otherwise. */
const whenPriced = (dollars: SQL): SQL =>
  sql`case when ${g.priceSnapshot} is not null and ${g.isByok} is not true and not ${OTHER_MODEL} then ${dollars} end`;

/** One of a histogram's numbers, for one generation. */
const code = (figure: SQL): SQL =>
  sql`512 | least(${sql.raw(String(LAST_BAR))}, greatest(0, ceil(ln(${figure}) / ${sql.raw(String(BAR_WIDTH))}::float8)))::int`;
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
  case when ${g.ttftMs} is not null then ${code(sql`greatest(1, ${g.ttftMs})::float8`)} end as ttft_code,
  case when ${g.completionTokens} >= 2 and ${g.durationMs} - ${g.ttftMs} >= 50 then ${code(SPEED)} end as speed_code`;

/**
 * The facts of an account that started within some time, and fit. The offset keeps the question as it is: each fact is
 * worked out once and not for each of its sums, and found by the index of starts, whatever the planner knows of the table.
 */
export const factsWithin = (account: string, from: SQL, to: SQL, fits?: SQL): SQL =>
  sql`select ${FACT} from ${g} cross join lateral ${PRICES} where ${g.account} = ${account} and ${g.startedAt} ${from} and ${g.startedAt} ${to}
    and ${fits ?? sql`true`} offset 0`;

/** A fact's tags, each once; one that is null where there are none. */
export const TAGS = sql`(select distinct tag from unnest(case when tags = '{}' then array[null]::text[] else tags end) as tag)`;
