import * as z from "zod/mini";
import { WireInstant } from "@/lib/core/wire";
import { AccountName } from "./api";

const Account = z.extend(AccountName, {
  /** When its first generation started and its last; null for none, and for whoever sees only their own. */
  first: z.nullable(WireInstant),
  last: z.nullable(WireInstant),
});
export type Account = z.infer<typeof Account>;

/** The answer to `GET /api/accounts`: the one in use, then those before it, the latest first. */
export const AccountList = z.object({ accounts: z.array(Account) });
export type AccountList = z.infer<typeof AccountList>;
