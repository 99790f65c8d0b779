"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { Usd } from "@/components/ui/usd";
import { formatUsd } from "@/lib/core/format";
import { type Usd as Amount, formatDecimal } from "@/lib/core/money";
import type { Outlook } from "@/lib/spend/outlook-api";
import { OutlookPart } from "./outlook-part";
import { problemOf } from "./outlook-settings";
import { useSpendSettings } from "./use-spend-settings";

const KINDS = [
  { value: "none", label: "None" },
  { value: "card", label: "Card" },
  { value: "crypto", label: "Crypto" },
] as const;

const TERMS = {
  none: "Without what buying credits costs.",
  card: "Card: 5.5 % of each purchase, at least $0.80.",
  crypto: "Crypto: 5 % of each purchase.",
} as const;

type Props = { fees: Outlook["fees"]; spent: Amount; mayChange: boolean };

/** What the month has cost with what buying credits costs, and with what providers bill on the team's own keys. */
export function OutlookFees({ fees, spent, mayChange }: Props) {
  "use memo";
  const change = useSpendSettings();
  const { purchaseFee, topUp, purchase, byok, effective } = fees;
  return (
    <OutlookPart title="Effective cost, with fees">
      <Usd amount={effective} className="text-xl font-semibold" />
      <p className="text-xs text-muted">
        {formatUsd(spent)} of credits{purchaseFee !== "none" && ` + ${formatUsd(purchase)} purchase fee`}
        {byok && ` + ${formatUsd(byok.providerBills)} billed by providers`}
      </p>
      {mayChange && (
        <div className="flex flex-wrap items-end gap-2 pt-1">
          <Segmented
            label="Purchase fee"
            value={purchaseFee}
            options={KINDS}
            onChange={(value) => change({ purchaseFee: value })}
          />
          {purchaseFee !== "none" && (
            <TopUp key={formatDecimal(topUp)} topUp={topUp} onChange={(value) => change({ topUp: value })} />
          )}
        </div>
      )}
      <p className="text-xs text-muted">
        {TERMS[purchaseFee]}
        {purchaseFee !== "none" && !mayChange && ` Counted for purchases of ${formatUsd(topUp)}.`}
      </p>
      {byok && (
        <p className="text-xs text-muted">
          On your own provider keys OpenRouter booked {formatUsd(byok.fee)}, contained in the credits: it
          takes 5 % of the list price beyond {formatUsd(byok.allowance)} a month
          {byok.feeByRule > 0n && `, ≈ ${formatUsd(byok.feeByRule)} for these bills`}.
        </p>
      )}
    </OutlookPart>
  );
}

/** How many credits are bought at once: of small purchases the least fee takes more. */
function TopUp({ topUp, onChange }: { topUp: Amount; onChange: (topUp: string) => void }) {
  const current = formatDecimal(topUp);
  const [text, setText] = useState(current);
  const problem = problemOf(text.trim());
  const take = () => {
    if (problem === null && text.trim() !== current) onChange(text.trim());
  };
  return (
    <TextField
      label="Bought at once, $"
      value={text}
      inputMode="decimal"
      autoComplete="off"
      maxLength={10}
      problem={problem}
      className="w-24 tabular-nums"
      onChange={({ target }) => setText(target.value)}
      onBlur={take}
      onKeyDown={({ key }) => key === "Enter" && take()}
    />
  );
}
