"use client";

import { useQuery } from "@tanstack/react-query";
import { Select } from "@/components/ui/select";
import { DELIVERY_STATES, type DeliveryState } from "@/lib/alerts/channels";
import { STATE_LABELS } from "./delivery-words";
import { channelsQuery, type DeliveryFilter } from "./queries";

type Props = DeliveryFilter & { onFilter: (filter: Partial<DeliveryFilter>) => void };

/** Through which channel, and what it came to. */
export function DeliveriesFilters({ channel, state, onFilter }: Props) {
  const channels = useQuery(channelsQuery).data?.channels ?? [];
  const isKnown = channel === null || channels.some(({ id }) => id === channel);
  const stateOf = (text: string): DeliveryState | null =>
    DELIVERY_STATES.find((known) => known === text) ?? null;
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <Select
        label="Channel"
        className="max-w-60"
        value={channel ?? ""}
        onChange={({ target }) => onFilter({ channel: target.value || null })}
      >
        <option value="">Every channel</option>
        {!isKnown && <option value={channel ?? ""}>A channel that is gone</option>}
        {channels.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        label="State"
        value={state ?? ""}
        onChange={({ target }) => onFilter({ state: stateOf(target.value) })}
      >
        <option value="">Any state</option>
        {DELIVERY_STATES.map((value) => (
          <option key={value} value={value}>
            {STATE_LABELS[value]}
          </option>
        ))}
      </Select>
    </div>
  );
}
