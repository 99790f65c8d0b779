"use client";

import { Select } from "@/components/ui/select";
import type { Account } from "@/lib/ledger/accounts-api";
import { accountChoice } from "./account-words";
import type { LookedAt } from "./use-account";

type Props = { lookedAt: LookedAt; onLook: (account: Account) => void };

/** Whose money is looked at, where the ledger knows of more than one account. */
export function AccountSelect({ lookedAt: { accounts, shown }, onLook }: Props) {
  "use memo";
  if (accounts.length < 2) return null;
  return (
    <Select
      label="Account"
      value={shown?.id ?? ""}
      onChange={({ target }) => {
        const chosen = accounts.find(({ id }) => id === target.value);
        if (chosen) onLook(chosen);
      }}
      className="max-w-60"
    >
      {shown === null && <option value="">Unknown account</option>}
      {accounts.map((account) => (
        <option key={account.id} value={account.id}>
          {accountChoice(account)}
        </option>
      ))}
    </Select>
  );
}
