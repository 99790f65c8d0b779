import { add, parseUsd, ZERO } from "@/lib/core/money";
import { feeOn } from "@/lib/spend/fees";
import type { Outlook } from "@/lib/spend/outlook-api";
import type { SettingsChange } from "@/lib/team/preferences-request";

/** What the outlook will be once the workspace's settings are changed, by the same arithmetic as the server's. */
export function withSettings(
  outlook: Outlook,
  { purchaseFee, topUp, freeModelGuard }: SettingsChange,
): Outlook {
  const { fees, freeQuota, spent } = outlook;
  const kind = purchaseFee ?? fees.purchaseFee;
  const amount = topUp === undefined ? fees.topUp : parseUsd(topUp);
  const purchase = feeOn(spent, amount, kind);
  const effective = add(spent, purchase, fees.byok?.providerBills ?? ZERO);
  return {
    ...outlook,
    fees: { ...fees, purchaseFee: kind, topUp: amount, purchase, effective },
    freeQuota: { ...freeQuota, guarded: freeModelGuard ?? freeQuota.guarded },
  };
}

/** What is wrong with an amount that is to be bought at once; null when nothing is. */
export function problemOf(topUp: string): string | null {
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(topUp)) return "An amount in dollars, such as 25 or 12.50.";
  if (Number(topUp) === 0) return "More than $0.";
  return Number(topUp) > 1_000_000 ? "At most $1,000,000." : null;
}
