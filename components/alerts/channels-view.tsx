"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryPanel } from "@/components/ui/query-panel";
import type { Opened } from "./alert-dialogs";
import { AlertsSkeleton } from "./alerts-skeleton";
import { ChannelRow } from "./channel-row";
import { channelsQuery } from "./queries";

/** Where alerts are told. The app itself is always among them, so the list is never empty. */
export function ChannelsView({ onOpen }: { onOpen: (opened: Opened) => void }) {
  const query = useQuery(channelsQuery);
  return (
    <QueryPanel query={query} skeleton={<AlertsSkeleton />}>
      {({ channels }) => (
        <ul aria-label="Channels" className="divide-y divide-line">
          {channels.map((channel) => (
            <ChannelRow key={channel.id} channel={channel} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}
