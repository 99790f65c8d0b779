"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { BudgetBar } from "@/components/budgets/budget-bar";
import { meterQuery } from "@/components/budgets/queries";
import { ceilingAt } from "@/lib/budgets/figures";
import { formatUsd } from "@/lib/core/format";
import { PageLink } from "./page-link";

/** The workspace's spend of this month against its budget, where it has one and the viewer may see it. */
export default function SpendMeter({ narrow }: { narrow: boolean /** Without words on narrow screens. */ }) {
  const { data, dataUpdatedAt } = useQuery(meterQuery);
  // Of several, the one that will refuse first.
  const [budget] = (data?.budgets ?? [])
    .filter(({ scope, period }) => scope.type === "workspace" && period === "monthly")
    .toSorted((one, other) => Number(other.hard) - Number(one.hard) || (one.left < other.left ? -1 : 1));
  if (!budget) return null;
  const { limit, raise, spent, held } = budget;
  const ceiling = ceilingAt(limit, raise, new Date(dataUpdatedAt));
  const words = `${formatUsd(spent)} of ${formatUsd(ceiling)}`;
  return (
    <PageLink
      href="/budgets"
      data-tip={`${words} spent this month`}
      className="flex min-h-7 flex-col justify-center gap-1 rounded-control px-2 py-1.5 text-xs text-muted hover:bg-hover hover:text-ink touch:min-h-11"
    >
      <span className={clsx("block truncate tabular-nums", narrow && "sr-only lg:not-sr-only")}>
        {words} <span className="sr-only">spent this month</span>
      </span>
      <span aria-hidden className="block [&_svg]:h-1.5! [&_svg]:w-full!">
        <BudgetBar name="Workspace" ceiling={ceiling} spent={spent} held={held} expected={null} />
      </span>
    </PageLink>
  );
}
