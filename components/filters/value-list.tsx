"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useRested } from "@/components/ui/use-rested";
import { describeFailure } from "@/lib/core/failure";
import { formatCount } from "@/lib/core/format";
import type { Dimension, Value } from "@/lib/ledger/dimensions";
import { DIMENSION_WORDS } from "./dimension-words";
import { type ValuesRange, valuesQuery } from "./queries";

type Props = {
  dimension: Dimension;
  values: readonly Value[];
  labelOf: (value: Value) => string;
  range: ValuesRange;
  onChange: (values: Value[]) => void;
};

type Offer = { key: Value; label: string; generations: number | null };

/** The values that there are, most used first, to be ticked; others can be typed. */
export function ValueList({ dimension, values, labelOf, range, onChange }: Props) {
  "use memo";
  const { name, none } = DIMENSION_WORDS[dimension];
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  /** Ticked when it was opened, or since: these stay where they are when the tick is taken off. */
  const [kept, setKept] = useState(values);
  const search = useRested(text.trim(), 150);
  const query = useQuery(valuesQuery(dimension, search, range));
  useEffect(() => field.current?.focus(), []);

  const toggle = (value: Value, on: boolean) => {
    if (!kept.includes(value)) setKept([...kept, value]);
    onChange(on ? [...values, value] : values.filter((other) => other !== value));
  };
  const found: Offer[] = query.data?.values ?? [];
  const own = kept.filter((value) => !found.some(({ key }) => key === value));
  const noneOffer = none !== null && ![...kept, ...found.map(({ key }) => key)].includes(null);
  const offers: Offer[] = [
    ...own.map((key) => ({ key, label: labelOf(key), generations: null })),
    ...(noneOffer ? [{ key: null, label: none, generations: null }] : []),
    ...found.map((offer) => (offer.key === null ? { ...offer, label: labelOf(null) } : offer)),
  ].filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()) || search !== text.trim());
  const typed = text.trim();
  const canAdd = typed !== "" && !values.includes(typed);
  const add = () => {
    if (canAdd) toggle(typed, true);
    setText("");
  };
  return (
    <>
      <input
        ref={field}
        type="search"
        aria-label={`Search or type: ${name}`}
        placeholder="Search, or type a value and press Enter"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          add();
        }}
        className="mt-2 mb-1 h-8 w-full rounded-control border border-line-strong bg-canvas px-2.5 text-sm touch:h-11"
      />
      <ul aria-label={`Values: ${name}`} aria-busy={query.isFetching} className="max-h-64 overflow-y-auto">
        {offers.map(({ key, label, generations }) => (
          <li key={key ?? ""}>
            <label className="flex min-h-8 cursor-pointer items-center gap-2 rounded-control px-2 text-sm hover:bg-hover has-focus-visible:bg-hover touch:min-h-11 [&_input]:accent-accent">
              <input
                type="checkbox"
                checked={values.includes(key)}
                onChange={({ target }) => toggle(key, target.checked)}
              />
              <span className={key === null ? "text-muted" : "min-w-0 wrap-anywhere"}>{label}</span>
              {generations !== null && (
                <span className="ml-auto pl-2 text-xs text-muted">{formatCount(generations)}</span>
              )}
            </label>
          </li>
        ))}
      </ul>
      <Foot
        isEmpty={offers.length === 0}
        isPending={query.isPending}
        failure={query.isError ? describeFailure(query.error).message : null}
        typed={canAdd && !found.some(({ key }) => key === typed) ? typed : null}
        onAdd={add}
      />
    </>
  );
}

type FootProps = {
  isEmpty: boolean;
  isPending: boolean;
  failure: string | null;
  typed: string | null;
  onAdd: () => void;
};

/** What can be said and done where the list does not have it. */
function Foot({ isEmpty, isPending, failure, typed, onAdd }: FootProps) {
  "use memo";
  return (
    <div className="space-y-1 px-2 py-1 text-xs text-muted" role="status">
      {failure !== null ? (
        <p>The values could not be listed: {failure} Type one instead.</p>
      ) : isPending ? (
        <p>Loading…</p>
      ) : (
        isEmpty && <p>No such value in this time.</p>
      )}
      {typed !== null && (
        <Button size="sm" onClick={onAdd} className="max-w-full">
          <span className="truncate">Use “{typed}”</span>
        </Button>
      )}
    </div>
  );
}
