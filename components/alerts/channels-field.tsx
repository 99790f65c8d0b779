"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { ChooseMany } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { AlertChannel, AlertChannelList } from "@/lib/alerts/alerts-api";
import { CHANNEL_LABELS } from "./delivery-words";

type Props = {
  query: UseQueryResult<AlertChannelList>;
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

/** Where a rule tells what it finds. */
export function ChannelsField({ query, chosen, onChange }: Props) {
  return (
    <Field
      label="Tells"
      hint={chosen.length === 0 && query.data ? "Nobody is told: what it finds is only listed." : null}
    >
      <div className="max-h-48 overflow-y-auto rounded-control border border-line p-1">
        <QueryPanel query={query} skeleton={<SkeletonRows rows={2} className="px-2" />}>
          {({ channels }) => (
            <ChooseMany
              legend="Channels"
              values={chosen}
              options={channels.map((channel) => ({ value: channel.id, label: channelWords(channel) }))}
              onChange={onChange}
            />
          )}
        </QueryPanel>
      </div>
    </Field>
  );
}

function channelWords({ kind, name, isEnabled, problem }: AlertChannel): string {
  const label = name === CHANNEL_LABELS[kind] ? name : `${name} · ${CHANNEL_LABELS[kind]}`;
  if (problem !== null) return `${label} (cannot be reached)`;
  return isEnabled ? label : `${label} (off)`;
}
