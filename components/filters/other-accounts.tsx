"use client";

import { Button } from "@/components/ui/button";
import type { Account } from "@/lib/ledger/accounts-api";
import { accountChoice } from "./account-words";
import type { LookedAt } from "./use-account";

type Props = { lookedAt: LookedAt; onLook: (account: Account) => void };

/** Where nothing is to be seen: the accounts of before, which have a history, and the ways there. */
export function OtherAccounts({ lookedAt: { accounts, shown }, onLook }: Props) {
  "use memo";
  // Of the one that is looked at, the time in which it was used may be another one.
  const others = accounts.filter((one) => !one.isCurrent && (one !== shown || one.last !== null));
  if (others.length === 0) return null;
  return (
    <div className="mt-2 flex flex-col items-center gap-2">
      <p className="text-muted">What ran before, with another key or with none, is kept:</p>
      {others.map((account) => (
        <Button key={account.id} onClick={() => onLook(account)}>
          Look at {accountChoice(account)}
        </Button>
      ))}
    </div>
  );
}
