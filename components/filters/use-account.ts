"use client";

import { useQuery } from "@tanstack/react-query";
import { accountsQuery } from "./queries";

/**
 * The account that is looked at, among all that there are.
 * @param id of the address; null for the one in use
 */
export function useAccount(id: string | null) {
  "use memo";
  const accounts = useQuery(accountsQuery).data?.accounts ?? [];
  const shown = accounts.find((one) => (id === null ? one.isCurrent : one.id === id)) ?? null;
  return { accounts, shown, isOther: id !== null && shown?.isCurrent !== true };
}
export type LookedAt = ReturnType<typeof useAccount>;
