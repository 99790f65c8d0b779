import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/db/client.server";
import { spendRollup } from "@/lib/db/schema/spend";
import { virtualKey } from "@/lib/db/schema/team";
import { fitsChoices } from "@/lib/ledger/choices.server";
import type { Choice, Choices, Dimension } from "@/lib/ledger/dimensions";
import type { Cover, Piece, Range } from "./cover";
import { COUNT_NAMES, DOLLAR_NAMES, factsWithin, SUM_COLUMNS, SUMS, TAGS, TOKEN_NAMES } from "./facts.server";
import type { Rank } from "./overview-api";
import { instants } from "./rollup.server";
import { NO_SKETCH, readCodes, type Sketch } from "./sketch";
import { positionOf, type Split, splitOf } from "./splits";
import { noSums, type Sums } from "./sums";

/** What is asked of the time that a cover covers. */
export type Question = {
  account: string;
  cover: Cover;
  /** The splits of the roll-ups that serve, in their order; not heeded where the cover has none. */
  splits: readonly Split[];
  choices: Choices;
  /** What sums are told apart by: a bucket (its boundaries), and the values of up to two dimensions. */
  boundaries?: readonly Date[];
  by: readonly Dimension[];
  /** Only these values of the first dimension are told apart, by their position from 1; all others are 0. */
  only?: readonly (string | null)[];
  /** Only so many tags are told one by one, the first by a rank; all others are one sum. Absent, all are. */
  best?: { rank: Rank; most: number } | undefined;
  /** What sums are asked for: all, or those that {@link SOME} names; latencies and speeds are in none but all. */
  figures: "all" | keyof typeof SOME;
};

/**
 * Buckets count from 1 and are 0 where none were asked for; values are null where there are none, or none asked for.
 * `others` is of how many values that are not told one by one it is the sum; 0 of one that is.
 */
export type Answer = {
  bucket: number;
  first: string | null;
  second: string | null;
  others: number;
  sums: Sums;
};

/** Sums by bucket and value, from roll-ups and from the ledger where the cover says so. */
export async function readSums(tx: Transaction, question: Question): Promise<Answer[]> {
  const cells = cellsOf(question);
  if (cells === null) return [];
  const some = question.figures === "all" ? null : SOME[question.figures];
  const isAsked = ({ name }: Column) => some === null || some.has(name);
  const columns = [...COLUMNS.filter(isAsked), ...(some === null ? SKETCHES : [])];
  const { best } = question;
  // All rows as one text: a driver takes several times as long for thousands of columns.
  const { rows } = await tx.execute<{ found: Row[] }>(sql`
    select coalesce(json_agg(json_build_array(bucket, first_key, second_key, others, ${sql.join(
      columns.map(({ name }) => sql.identifier(name)),
      sql`, `,
    )})), '[]') as found from (
      select bucket, first_key, second_key, ${best ? sql`count(distinct other_key)` : sql`0`} as others, ${sql.join(
        columns.map(({ name, sum }) => sql`${sum} as ${sql.identifier(name)}`),
        sql`, `,
      )}
      from (${best ? bestOf(cells, best) : cells}) as cell group by bucket, first_key, second_key${best ? sql`, other_key is null` : sql``}
    ) as total`);
  return (rows[0]?.found ?? []).map((row) => toAnswer(row, columns));
}

/** What values are put in order by before all of them are told; what takes histograms goes by number. */
const RANK_SUMS: Record<Rank, SQL> = {
  cost: sql`sum(cost)`,
  generations: sql`sum(generations)`,
  tokens: sql`coalesce(sum(prompt_tokens), 0) + coalesce(sum(completion_tokens), 0)`,
  errors: sql`sum(failed_patchbay + failed_openrouter + failed_provider + failed_nobody)`,
  latency: sql`sum(generations)`,
};

/** Cells whose first value is not among the best have it as `other_key` instead. No tag is one control character. */
const bestOf = (cells: SQL, { rank, most }: { rank: Rank; most: number }): SQL => sql`
  with cell as materialized (${cells}), best as materialized (
    select coalesce(first_key, chr(1)) as key from cell group by first_key
    order by ${RANK_SUMS[rank]} desc, sum(cost) desc, sum(generations) desc, first_key limit ${most}
  )
  select bucket, case when best.key is not null then first_key end as first_key,
    case when best.key is null then coalesce(first_key, chr(1)) end as other_key, second_key, ${SUM_COLUMNS}
  from cell left join best on best.key = coalesce(cell.first_key, chr(1))`;

/** Who needs no more reads no more: there are thousands of rows. */
const SOME = {
  /** What amounts over time are drawn from. */
  amounts: new Set<string>([...COUNT_NAMES, "prompt_tokens", "completion_tokens", "cost", "upstream_cost"]),
  /** What days have cost. */
  costs: new Set<string>(["generations", "unknown", "cost", "upstream_cost"]),
};

type Value = number | string | null;
type Row = [bucket: number, first: string | null, second: string | null, others: number, ...Value[]];
/** A column of {@link Sums}: how it is summed up, and what its sum is here. */
type Column = { name: string; key: keyof Sums; sum: SQL; read(value: Value): unknown };

const column = (name: string, sum: SQL, read: Column["read"]): Column => ({
  ...{ name, sum, read },
  key: name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof Sums,
});
const COLUMNS = [
  ...[...COUNT_NAMES, ...TOKEN_NAMES].map((name) =>
    column(name, sql`sum(${sql.identifier(name)})::float8`, (value) => value),
  ),
  // Picodollars: whole numbers need no more than to be read.
  ...DOLLAR_NAMES.map((name) =>
    column(name, sql`(sum(${sql.identifier(name)}) * 1e12)::numeric(60)::text`, (value) =>
      value === null ? null : BigInt(value),
    ),
  ),
];
// Histograms are put together here: the database takes several times as long for it.
const SKETCHES = ["ttft", "speed"].map((name) =>
  column(name, sql`string_agg(array_to_string(${sql.identifier(name)}, ','), ',')`, sketchOf),
);

function toAnswer([bucket, first, second, others, ...values]: Row, columns: readonly Column[]): Answer {
  const sums: Record<string, unknown> = noSums();
  for (const [index, { key, read }] of columns.entries()) sums[key] = read(values[index] ?? null);
  return { bucket, first, second, others, sums: sums as Sums };
}

/** There is no text where nobody knows anything. */
function sketchOf(codes: Value): Sketch {
  return typeof codes === "string" ? readCodes(codes) : NO_SKETCH;
}

function cellsOf(question: Question): SQL | null {
  const { pieces, quarters, raw } = question.cover;
  const parts = [
    ...[...new Set(pieces.map(({ name }) => name))].map((name) =>
      fromPieces(
        question,
        pieces.filter((piece) => piece.name === name),
      ),
    ),
    quarters.length > 0 ? fromQuarters(question, quarters) : null,
    raw.length > 0 ? fromLedger(question, raw) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : sql.join(parts, sql` union all `);
}

/** Of one name. */
function fromPieces(question: Question, pieces: readonly Piece[]): SQL {
  const starts = instants(pieces.map(({ from }) => new Date(from)));
  return sql`${selectRolled(question)} from ${spendRollup} as rolled
    where ${isServing(question, pieces[0]?.name ?? "")} and rolled.start = any(${starts}::timestamptz[])`;
}

function fromQuarters(question: Question, quarters: readonly Range[]): SQL {
  return sql`${selectRolled(question)} from ${among(quarters)} cross join lateral (
    select * from ${spendRollup} as rolled
    where ${isServing(question, "")} and rolled.start >= among.from and rolled.start < among.to offset 0
  ) as rolled`;
}

/** Times as a table, each to be looked up by itself. */
export const among = (ranges: readonly Range[]): SQL =>
  sql`unnest(${instants(ranges.map(({ from }) => new Date(from)))}, ${instants(ranges.map(({ to }) => new Date(to)))})
    as among("from", "to")`;

function selectRolled({ boundaries, by, only, splits }: Question): SQL {
  const [first, second] = by.map((dimension) => dimensionOf(dimension, rolledValue(splits, dimension)));
  return sql`select ${bucketOf(boundaries, sql`rolled.start`)} as bucket, ${firstKey(first, only)} as first_key,
    ${second ?? NOTHING} as second_key, ${SUM_COLUMNS}`;
}

function isServing({ account, splits, choices }: Question, zone: string): SQL {
  const [first, second] = [splits[0], splits[1]].map((split) => (split ? positionOf(split) : 0));
  const fits = (Object.entries(choices) as [Dimension, Choice][]).map(
    ([dimension, choice]) =>
      sql` and ${fitsChoice(dimensionOf(dimension, rolledValue(splits, dimension)), choice)}`,
  );
  return sql`rolled.account = ${account} and rolled.zone = ${zone} and rolled.first = ${first}
    and rolled.second = ${second}${sql.join(fits)}`;
}

const rolledValue = (splits: readonly Split[], dimension: Dimension): SQL =>
  splits[0] === splitOf(dimension) ? sql`rolled.first_value` : sql`rolled.second_value`;

/** Sums of generations themselves, in the shape of roll-ups. */
function fromLedger({ account, boundaries, by, only, choices }: Question, raw: readonly Range[]): SQL {
  const [first, second] = by.map((dimension) => dimensionOf(dimension, factValue(dimension)));
  const facts = factsWithin(account, sql`>= among.from`, sql`< among.to`, fitsChoices(choices));
  const tags = by.includes("tag") ? sql`cross join lateral ${TAGS} as tagged` : sql``;
  return sql`select ${bucketOf(boundaries, sql`fact.started_at`)} as bucket, ${firstKey(first, only)} as first_key,
    ${second ?? NOTHING} as second_key, ${SUMS}
    from ${among(raw)} cross join lateral (${facts}) as fact ${tags} group by 1, 2, 3`;
}

const factValue = (dimension: Dimension): SQL =>
  dimension === "tag" ? sql`tag` : sql.raw(`fact.${splitOf(dimension) ?? dimension}`);

const NOTHING = sql`null::text`;

const bucketOf = (boundaries: readonly Date[] | undefined, start: SQL): SQL =>
  boundaries === undefined ? sql`0` : sql`width_bucket(${start}, (select ${instants(boundaries)}))`;

function firstKey(value: SQL | undefined, only: Question["only"]): SQL {
  if (value === undefined) return NOTHING;
  if (only === undefined) return value;
  return sql`coalesce(array_position((select array(select jsonb_array_elements_text(${JSON.stringify(only)}::text::jsonb))), ${value}), 0)::text`;
}

/** A dimension's value, told from that of its split. */
const dimensionOf = (dimension: Dimension, value: SQL): SQL =>
  dimension === "author"
    ? sql`split_part(${value}, '/', 1)`
    : dimension === "environment"
      ? sql`(select ${virtualKey.environment} from ${virtualKey} where ${virtualKey.id} = ${value}::uuid)`
      : value;

/** The same that `fitsChoices` asks of generations. */
function fitsChoice(value: SQL, { exclude, values }: Choice): SQL {
  const named = values.filter((one) => one !== null);
  const isNamed = sql`coalesce(${value} in (select jsonb_array_elements_text(${JSON.stringify(named)}::text::jsonb)), false)`;
  const fits = values.includes(null) ? sql`(${isNamed} or ${value} is null)` : isNamed;
  return exclude ? sql`not ${fits}` : fits;
}
