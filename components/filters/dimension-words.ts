import type { Choice, Dimension, Value } from "@/lib/ledger/dimensions";

/** What people call a dimension, and what they call it when a generation has no value of it. */
export const DIMENSION_WORDS: Record<Dimension, { name: string; none: string | null }> = {
  model: { name: "Model", none: null },
  author: { name: "Author", none: null },
  provider: { name: "Provider", none: "No provider known" },
  member: { name: "Member", none: null },
  key: { name: "Key", none: "No key" },
  environment: { name: "Environment", none: "No environment" },
  route: { name: "Route", none: "No route" },
  source: { name: "Source", none: null },
  tag: { name: "Tag", none: "No tag" },
  finish: { name: "Finish reason", none: "No finish reason" },
  error: { name: "Error", none: "No error" },
  fallback: { name: "Fallback", none: "No fallback" },
};

/** What is chosen of a dimension, short for a chip and as a sentence for its name. */
export function describeChoice(
  dimension: Dimension,
  { exclude, values }: Choice,
  labelOf: (value: Value) => string,
): { short: string; long: string } {
  const { name } = DIMENSION_WORDS[dimension];
  const [first = null] = values;
  const label = values.length === 0 ? "nothing" : labelOf(first);
  const more = values.length - 1;
  return {
    short: `${name} ${exclude ? "≠" : "="} ${label}${more > 0 ? ` +${more}` : ""}`,
    long: `${name} ${exclude ? "is not" : "is"} ${values.length === 0 ? label : values.map(labelOf).join(exclude ? " nor " : " or ")}`,
  };
}
