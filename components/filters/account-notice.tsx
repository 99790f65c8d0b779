import type { ReactNode } from "react";
import type { AccountName } from "@/lib/ledger/api";
import { accountLabel } from "./account-words";

type Props = { account: AccountName; action?: ReactNode; children?: ReactNode };

/** Says that what is shown is of an account that is not in use. */
export function AccountNotice({ account, action, children }: Props) {
  return (
    <aside
      aria-label="Another account"
      className="my-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-box bg-warn-soft px-3 py-2 text-sm"
    >
      <p className="min-w-0 grow basis-60 wrap-anywhere">
        This is of <b className="font-medium">{accountLabel(account)}</b>, which is not the account in use.{" "}
        {children}
      </p>
      {action}
    </aside>
  );
}
