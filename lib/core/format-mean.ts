import { formatUsd } from "./format";
import { parseUsd, type Usd } from "./money";

const DOLLAR = parseUsd("1");

/** An average, of which cents say too little below a dollar: `$0.0226`. Apart from the rest, which every page loads. */
export const formatMeanUsd = (amount: Usd | null): string => formatUsd(amount, DOLLAR);
