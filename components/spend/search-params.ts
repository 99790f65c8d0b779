import { createSerializer, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs";
import { choiceParams, readChoices } from "@/components/filters/choice-params";
import { daysOf, spanParams } from "@/components/filters/span-params";
import { type Choices, DIMENSIONS, formatChoice } from "@/lib/ledger/dimensions";
import { BUCKETS, RANKS } from "@/lib/spend/overview-api";

/** The spend page's state in the address. Without a zone it is the viewer's, which is then written there. */
export const spendParams = {
  /** Absent, the account in use. */
  account: parseAsString,
  ...spanParams,
  span: spanParams.span.withDefault("30d"),
  timeZone: parseAsString,
  bucket: parseAsStringLiteral(BUCKETS),
  groupBy: parseAsStringLiteral(DIMENSIONS).withDefault("model"),
  inside: parseAsStringLiteral(DIMENSIONS),
  /** What the groups are put in order by, and what the chart draws of them. */
  rank: parseAsStringLiteral(RANKS).withDefault("cost"),
  ...choiceParams,
};
export type SpendParams = inferParserType<typeof spendParams>;

/** The page's address for a state, the same text for the same state. */
export const spendPath = createSerializer(spendParams, { clearOnDefault: true }).bind(null, "/spend");

/** The time that is looked at, a span, or first and last day; and the account, where it is not the one in use. */
export const rangeOf = (params: SpendParams, timeZone: string) => ({
  ...(daysOf(params) ?? { span: params.span }),
  timeZone,
  ...(params.account !== null && { account: params.account }),
});

/** What the server is asked for. */
export function overviewText(params: SpendParams, timeZone: string): string {
  const { bucket, groupBy, inside, rank } = params;
  const asked = new URLSearchParams({ ...rangeOf(params, timeZone), groupBy, rank });
  if (bucket !== null) asked.set("bucket", bucket);
  // Inside of itself a group has no parts.
  if (inside !== null && inside !== groupBy) asked.set("inside", inside);
  for (const [dimension, choice] of choicesIn(readChoices(params)))
    asked.set(dimension, formatChoice(choice));
  return asked.toString();
}

const choicesIn = (choices: Choices) =>
  DIMENSIONS.flatMap((name) => {
    const choice = choices[name];
    return choice ? [[name, choice] as const] : [];
  });

export const isNarrowed = (choices: Choices): boolean => choicesIn(choices).length > 0;
