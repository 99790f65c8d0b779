import { formatDays } from "@/lib/core/format-instant";
import type { Account } from "@/lib/ledger/accounts-api";
import type { AccountName } from "@/lib/ledger/api";

/** What people call an account: `Sandbox`, or `openrouter.ai, key …3f9a`, by the end of its key's hash. */
export const accountLabel = ({ id, host, keyEnd }: Omit<AccountName, "isCurrent">): string =>
  host === null || keyEnd === null
    ? `${id.charAt(0).toUpperCase()}${id.slice(1)}`
    : `${host}, key …${keyEnd}`;

/** From its first generation to its last, by UTC: `Mar 12 – Jun 4, 2026`; null where that is not told. */
export const accountDays = ({ first, last }: Pick<Account, "first" | "last">): string | null =>
  first && last && formatDays(first, last);

/** The same in one line, as a list to choose from has it. */
export function accountChoice(account: Account): string {
  const days = account.isCurrent ? "current" : accountDays(account);
  return `${accountLabel(account)}${days === null ? "" : ` (${days})`}`;
}
