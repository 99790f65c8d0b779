import { formatMeanUsd } from "@/lib/core/format-mean";
import type { Usd as Amount } from "@/lib/core/money";
import { Usd } from "./usd";

/** An average of costs, of which more digits are told. */
export const MeanUsd = ({ amount }: { amount: Amount | null }) => (
  <Usd amount={amount} written={formatMeanUsd(amount)} />
);
