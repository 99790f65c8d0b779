"use client";

import { useState } from "react";
import { Select } from "@/components/ui/select";
import { type BreakFault, FAULTS, type FaultName } from "@/lib/routes/break-api";
import { FAULT_LABELS } from "./break-words";

type Props = {
  models: readonly string[];
  /** Those that may be asked, by their slugs. */
  providers: readonly string[];
  faults: readonly BreakFault[];
  onFaults: (faults: BreakFault[]) => void;
};

/** What is to go wrong: at each hop with all its providers, and at one provider wherever it is asked. */
export function FaultFields({ models, providers, faults, onFaults }: Props) {
  const struck = faults.find((one) => "provider" in one);
  const [provider, setProvider] = useState(struck && "provider" in struck ? struck.provider : "");
  const others = (hop: number) => faults.filter((one) => !("hop" in one && one.hop === hop));
  const atHops = faults.filter((one) => "hop" in one);
  return (
    <ul aria-label="Faults" className="divide-y divide-line">
      {models.map((model, hop) => {
        const here = faults.find((one) => "hop" in one && one.hop === hop);
        return (
          <li
            key={model}
            className="flex items-center gap-3 py-1.5 max-sm:flex-col max-sm:items-stretch max-sm:gap-1"
          >
            <span className="min-w-0 flex-1 font-mono text-xs break-all">
              <span className="text-faint">{hop + 1} </span>
              {model}
            </span>
            <FaultSelect
              label={`Fault of hop ${hop + 1}, ${model}`}
              fault={here?.fault ?? null}
              onFault={(fault) => onFaults(fault === null ? others(hop) : [...others(hop), { fault, hop }])}
            />
          </li>
        );
      })}
      {providers.length > 0 && (
        <li className="flex items-center gap-3 py-1.5 max-sm:flex-col max-sm:items-stretch max-sm:gap-1">
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-2 text-xs text-muted">
            One provider, wherever it is asked
            <Select
              label="Provider"
              value={provider}
              onChange={({ target }) => {
                setProvider(target.value);
                onFaults([
                  ...atHops,
                  ...(struck && target.value !== "" ? [{ fault: struck.fault, provider: target.value }] : []),
                ]);
              }}
            >
              <option value="">None</option>
              {providers.map((slug) => (
                <option key={slug}>{slug}</option>
              ))}
            </Select>
          </span>
          <FaultSelect
            label="Fault of the provider"
            fault={struck?.fault ?? null}
            disabled={provider === ""}
            onFault={(fault) => onFaults([...atHops, ...(fault === null ? [] : [{ fault, provider }])])}
          />
        </li>
      )}
    </ul>
  );
}

type SelectProps = {
  label: string;
  fault: FaultName | null;
  disabled?: boolean;
  onFault: (fault: FaultName | null) => void;
};

function FaultSelect({ label, fault, disabled = false, onFault }: SelectProps) {
  return (
    <Select
      label={label}
      className="w-48 shrink-0 max-sm:w-full"
      disabled={disabled}
      value={fault ?? ""}
      onChange={({ target }) => onFault(FAULTS.find((one) => one === target.value) ?? null)}
    >
      <option value="">Answers</option>
      {FAULTS.map((one) => (
        <option key={one} value={one}>
          {FAULT_LABELS[one]}
        </option>
      ))}
    </Select>
  );
}
