import "server-only";
import { and, arrayOverlaps, inArray, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { Id } from "@/lib/core/wire";
import { generation } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";
import { countedModel } from "./counted-model.server";
import { type Choice, type Choices, DIMENSIONS, type Dimension } from "./dimensions";
import { FELL_BACK } from "./fallback.server";

/** A dimension of which a generation has one value or none. */
export type SingleDimension = Exclude<Dimension, "tag">;

/** The value of the dimension of fallbacks for those that took one. */
const TAKEN = sql.raw("'taken'");

/** Each dimension's value of a generation, as text; null where it has none. To select and to group by. */
export const dimensionValue: Record<SingleDimension, SQL<string | null>> = {
  model: countedModel,
  author: sql`split_part(${countedModel}, '/', 1)`,
  provider: sql`${generation.provider}`,
  member: sql`${generation.memberId}::text`,
  key: sql`${generation.keyId}::text`,
  environment: sql`(select ${virtualKey.environment} from ${virtualKey} where ${virtualKey.id} = ${generation.keyId})`,
  route: sql`${generation.routeId}::text`,
  source: sql`${generation.source}`,
  finish: sql`${generation.finishReason}`,
  error: sql`(${generation.failure} ->> 'code')`,
  fallback: sql`case when ${FELL_BACK} then ${TAKEN} end`,
};

/** Ids are compared as such, so that their indexes serve. */
const ID_COLUMNS = { member: generation.memberId, key: generation.keyId, route: generation.routeId };

/** What a generation must be like to fit all choices; undefined when there are none. */
export function fitsChoices(choices: Choices): SQL | undefined {
  return and(
    ...DIMENSIONS.map((dimension) => {
      const choice = choices[dimension];
      return choice && fits(dimension, choice);
    }),
  );
}

function fits(dimension: Dimension, { exclude, values }: Choice): SQL | undefined {
  const { isNone, isOneOf } = testsOf(dimension);
  const named = values.filter((value) => value !== null);
  const wantsNone = values.includes(null);
  if (!exclude) return or(wantsNone ? isNone : undefined, isOneOf(named));
  // What has no value has none of those that are left out, and stays unless that is left out, too.
  const others = not(isOneOf(named));
  return wantsNone ? and(not(isNone), others) : or(isNone, others);
}

type Tests = { isNone: SQL; isOneOf: (values: string[]) => SQL };

function testsOf(dimension: Dimension): Tests {
  if (dimension === "tag") {
    const { tags } = generation;
    return {
      isNone: sql`${tags} = '{}'`,
      isOneOf: (values) => (values.length === 0 ? NEVER : arrayOverlaps(tags, values)),
    };
  }
  if (dimension === "member" || dimension === "key" || dimension === "route") {
    const column = ID_COLUMNS[dimension];
    return {
      isNone: isNull(column),
      // What is no id is nobody's.
      isOneOf: (values) =>
        inArray(
          column,
          values.filter((value) => Id.safeParse(value).success),
        ),
    };
  }
  const value = dimensionValue[dimension];
  return { isNone: isNull(value), isOneOf: (values) => inArray(value, values) };
}

const NEVER = sql`false`;
