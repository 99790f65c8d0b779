"use client";

import { Duration, Tokens } from "@/components/ui/figures";
import { MeanUsd } from "@/components/ui/mean-usd";
import { Usd } from "@/components/ui/usd";
import type { Usd as Dollars } from "@/lib/core/money";
import { type Amount, type AmountKind, amountText } from "./sheet";

type Props = { kind: AmountKind; amount: Amount };

/** A figure of a sheet; the exact one is in its tooltip where it is shortened. */
export function AmountCell({ kind, amount }: Props) {
  "use memo";
  if (kind === "usd") return <Usd amount={amount as Dollars | null} />;
  if (kind === "mean") return <MeanUsd amount={amount as Dollars | null} />;
  if (kind === "tokens") return <Tokens count={amount as number | null} />;
  if (kind === "duration") return <Duration ms={amount as number | null} />;
  return <span className={amount === null ? "text-faint" : undefined}>{amountText(kind, amount)}</span>;
}
