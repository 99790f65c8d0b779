import { formatDecimal, type Usd } from "./money";

/**
 * JSON of an answer of ours in which money and instants are all that is not JSON already: the same that its schema would
 * write, in a tenth of the time, which counts where there are thousands of them.
 */
export const wireJson = (answer: object): string =>
  // Instants write themselves. Nothing else is a bigint: counts are numbers.
  JSON.stringify(answer, (_, value: unknown) =>
    typeof value === "bigint" ? formatDecimal(value as Usd) : value,
  );
