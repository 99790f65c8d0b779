"use client";

import { useQueries } from "@tanstack/react-query";
import { useId } from "react";
import { endpointsQuery } from "@/components/catalog/endpoint-queries";
import { Chip } from "@/components/ui/chip";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { namesOf } from "@/lib/catalog/provider-names";
import {
  PERCENTILES,
  PRICED,
  QUANTIZATIONS,
  SORTS,
  type SortBy,
  sortOf,
  withPreference,
} from "@/lib/routing/preferences";
import type { ProviderPreferences } from "@/lib/routing/request";
import { FigureFields } from "./figure-fields";
import { ProviderList } from "./provider-list";

type Props = {
  chain: readonly string[];
  preferences: ProviderPreferences;
  /** Null when none is left. */
  onPreferences: (preferences: ProviderPreferences | null) => void;
};

/** Every preference among providers that OpenRouter knows. What is not set is not sent. */
export function ProviderEditor({ chain, preferences, onPreferences }: Props) {
  const endpoints = useQueries({ queries: chain.map(endpointsQuery) }).flatMap(
    ({ data }) => data?.endpoints ?? [],
  );
  const known = namesOf(endpoints);
  const set = <Name extends keyof ProviderPreferences>(
    name: Name,
    value: ProviderPreferences[Name] | undefined,
  ) => onPreferences(withPreference(preferences, name, value));
  const toggle = (name: SwitchName, on: boolean) => set(name, on ? true : undefined);
  const { quantizations = [], max_price: ceilings = {} } = preferences;
  const at = new Set<string>([
    ...endpoints.map(({ quantization }) => quantization ?? "unknown"),
    ...quantizations,
  ]);
  return (
    <div className="divide-y divide-line">
      {LISTS.map(({ name, ...said }) => (
        <ProviderList
          key={name}
          {...said}
          slugs={preferences[name] ?? []}
          known={known}
          onSlugs={(slugs) => set(name, slugs)}
        />
      ))}
      <div className="space-y-2 py-3">
        <Setting
          label="Let others step in"
          sentence="When the providers in the order, or the first one chosen, do not answer."
          on={preferences.allow_fallbacks !== false}
          onToggle={(on) => set("allow_fallbacks", on ? undefined : false)}
        />
        <Setting
          label="No data collection"
          sentence="Only providers that do not collect what they are sent; leaves no free endpoint."
          on={preferences.data_collection === "deny"}
          onToggle={(on) => set("data_collection", on ? "deny" : undefined)}
        />
        {SWITCHES.map(({ name, ...said }) => (
          <Setting key={name} {...said} on={preferences[name] === true} onToggle={(on) => toggle(name, on)} />
        ))}
      </div>
      <fieldset className="py-3">
        <legend className="float-left w-full">Quantizations</legend>
        <p className="clear-both text-xs text-muted">Only endpoints that serve the model at one of these.</p>
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {QUANTIZATIONS.filter((one) => at.size === 0 || at.has(one)).map((one) => (
            <Chip
              key={one}
              on={quantizations.includes(one)}
              onToggle={() =>
                set(
                  "quantizations",
                  quantizations.includes(one)
                    ? quantizations.filter((other) => other !== one)
                    : [...quantizations, one],
                )
              }
            >
              {one}
            </Chip>
          ))}
        </div>
      </fieldset>
      <SortField preferences={preferences} several={chain.length > 1} onSort={(sort) => set("sort", sort)} />
      <FigureFields
        label="Highest price"
        sentence="Dollars: per million tokens in and out, per unit otherwise. Dearer endpoints fall away."
        fields={PRICED.map((name) => ({ name, label: PRICED_AS[name] }))}
        figures={ceilings}
        onFigures={(figures) => set("max_price", figures)}
      />
      {WISHES.map(({ name, ...said }) => (
        <FigureFields
          key={name}
          {...said}
          fields={PERCENTILES.map((one) => ({ name: one, label: one }))}
          figures={percentilesOf(preferences[name])}
          onFigures={(figures) => set(name, figures)}
        />
      ))}
    </div>
  );
}

const LISTS = [
  {
    name: "order",
    label: "Try first",
    sentence: "In this order; the others come after them. Turns balancing by price off.",
  },
  { name: "only", label: "Only these", sentence: "No other provider is asked." },
  { name: "ignore", label: "Never these", sentence: "Are not asked, whatever else is set." },
] as const;

const SWITCHES = [
  {
    name: "zdr",
    label: "Keep nothing",
    sentence: "Only endpoints with zero data retention.",
  },
  {
    name: "require_parameters",
    label: "Heed all settings",
    sentence: "Only endpoints that support every setting above; else they drop what they do not know.",
  },
  {
    name: "enforce_distillable_text",
    label: "May be learned from",
    sentence: "Only endpoints whose answers other models may be trained on.",
  },
] as const;
type SwitchName = (typeof SWITCHES)[number]["name"];

const PRICED_AS = {
  prompt: "in /M",
  completion: "out /M",
  request: "request",
  image: "image",
  audio: "audio",
};

const WISHES = [
  {
    name: "preferred_min_throughput",
    label: "Preferred speed",
    sentence: "Tokens per second or more, by percentile. A wish: slower ones come later.",
  },
  {
    name: "preferred_max_latency",
    label: "Preferred wait",
    sentence: "Seconds to the first token or less, by percentile. A wish: slower ones come later.",
  },
] as const;

/** A single figure is meant for the middle. */
const percentilesOf = (wish: ProviderPreferences["preferred_max_latency"]): Record<string, number> =>
  typeof wish === "number" ? { p50: wish } : { ...wish };

type SettingProps = { label: string; sentence: string; on: boolean; onToggle: (on: boolean) => void };

function Setting({ label, sentence, on, onToggle }: SettingProps) {
  return (
    <div className="flex items-center gap-3">
      <p className="min-w-0 flex-1 text-xs text-muted">{sentence}</p>
      <Switch label={label} on={on} onToggle={() => onToggle(!on)} />
    </div>
  );
}

const SORTED: Record<SortBy, string> = {
  price: "Cheapest first",
  throughput: "Fastest first",
  latency: "Quickest to begin first",
  exacto: "Most reliable with tools first",
};

type SortProps = {
  preferences: ProviderPreferences;
  several: boolean;
  onSort: (sort: ProviderPreferences["sort"] | undefined) => void;
};

function SortField({ preferences, several, onSort }: SortProps) {
  const id = useId();
  const { by, across } = sortOf(preferences);
  return (
    <div className="py-3">
      <p id={id}>Sort</p>
      <p className="text-xs text-muted">Unsorted, requests are spread, most of them to the cheapest.</p>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <Select
          label="Sort"
          value={by ?? ""}
          onChange={({ target }) => {
            const next = SORTS.find((one) => one === target.value);
            onSort(next && across ? { by: next, partition: "none" } : next);
          }}
        >
          <option value="">Spread by price</option>
          {SORTS.map((one) => (
            <option key={one} value={one}>
              {SORTED[one]}
            </option>
          ))}
        </Select>
        {by !== null && (several || across) && (
          <Switch
            label="All models of the chain in one order"
            on={across}
            onToggle={() => onSort(across ? by : { by, partition: "none" })}
          />
        )}
      </div>
    </div>
  );
}
