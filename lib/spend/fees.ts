import { divide, parseUsd, type Usd, ZERO } from "@/lib/core/money";
import type { PurchaseFee } from "@/lib/team/spend-settings";

/** What OpenRouter takes for a purchase of credits, on top of them: a share, in thousandths, and a least amount. */
const TERMS: Record<PurchaseFee, { thousandths: bigint; least: Usd }> = {
  none: { thousandths: 0n, least: ZERO },
  card: { thousandths: 55n, least: parseUsd("0.8") },
  crypto: { thousandths: 50n, least: ZERO },
};

/** On the team's own keys at providers OpenRouter takes this share of the list price, but only beyond the allowance. */
const BYOK_THOUSANDTHS = 50n;
export const BYOK_ALLOWANCE = parseUsd("25000");

/** What is paid on top when so many credits are bought at once. */
export function purchaseFee(topUp: Usd, kind: PurchaseFee): Usd {
  const { thousandths, least } = TERMS[kind];
  const share = divide((topUp * thousandths) as Usd, 1_000n);
  return share < least ? least : share;
}

/** The part of that fee which so much spending has used up, when credits are bought in such amounts. */
export function feeOn(spent: Usd, topUp: Usd, kind: PurchaseFee): Usd {
  if (kind === "none" || topUp <= ZERO) return ZERO;
  const { thousandths, least } = TERMS[kind];
  // Rounded once: a fee that was rounded for one purchase would drift over many.
  return topUp * thousandths >= least * 1_000n
    ? divide((spent * thousandths) as Usd, 1_000n)
    : divide((spent * least) as Usd, topUp);
}

/** What OpenRouter takes in a month for requests on the team's own keys, by their price in its list. */
export const byokFee = (listPrice: Usd, allowance: Usd = BYOK_ALLOWANCE): Usd =>
  listPrice <= allowance ? ZERO : divide(((listPrice - allowance) * BYOK_THOUSANDTHS) as Usd, 1_000n);
