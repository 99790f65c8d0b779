"use client";

import clsx from "clsx";
import type { ClipboardEvent } from "react";
import { formatEstimate, formatExactUsd, formatUsd } from "@/lib/core/format";
import { type Usd as Amount, formatDecimal } from "@/lib/core/money";

type Props = {
  amount: Amount | null;
  estimate?: boolean;
  /** In other words than usual. */
  written?: string;
  className?: string;
};

/** An amount of money. The exact decimal is in its tooltip, and is what copying it yields. */
export function Usd({ amount, estimate = false, written, className }: Props) {
  if (amount === null) {
    return (
      <span className={clsx("text-faint", className)} data-tip="Not known">
        —
      </span>
    );
  }
  const copyExact = (event: ClipboardEvent<HTMLElement>) => {
    const selection = document.getSelection();
    // A selection that reaches beyond the figure is copied as it is written.
    const [start, end] = [selection?.anchorNode ?? null, selection?.focusNode ?? null];
    if (!event.currentTarget.contains(start) || !event.currentTarget.contains(end)) return;
    event.clipboardData.setData("text/plain", formatDecimal(amount));
    event.preventDefault();
  };
  return (
    <data
      value={formatDecimal(amount)}
      data-tip={formatExactUsd(amount)}
      onCopy={copyExact}
      className={clsx("whitespace-nowrap tabular-nums", className)}
    >
      {written ?? (estimate ? formatEstimate(amount) : formatUsd(amount))}
    </data>
  );
}
