"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Table, Td, Th } from "@/components/ui/table";
import { type RestFact, UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import type { AlertDelivery } from "@/lib/alerts/alerts-api";
import { deliveryTone, deliveryWords, toldTitle } from "./delivery-words";
import { useAlertActions } from "./use-alert-actions";

/** Messages, the latest first; one that failed can be sent once more. */
export function DeliveryTable({ deliveries }: { deliveries: readonly AlertDelivery[] }) {
  return (
    <Table label="Deliveries" aria-label="Deliveries">
      <thead>
        <tr>
          <Th wide>When</Th>
          <Th>Alert</Th>
          <Th wide>Channel</Th>
          <Th>State</Th>
          <Th wide="xl" numeric>
            Attempts
          </Th>
          <Th wide="xl">What went wrong</Th>
          <Th className="w-8">
            <span className="sr-only">Actions</span>
          </Th>
          <UnfoldTh until="xl" />
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </tbody>
    </Table>
  );
}

function DeliveryRow({ delivery }: { delivery: AlertDelivery }) {
  const { id, alert, channel, state, attempts, error, createdAt, nextAttemptAt } = delivery;
  const title = toldTitle(delivery);
  const wrong = error ?? <span className="text-faint">—</span>;
  const rest: RestFact[] = [
    { name: "When", until: "md", value: <Instant at={createdAt} /> },
    { name: "Channel", until: "md", value: channel.name },
    { name: "Attempts", value: attempts },
    ...(nextAttemptAt ? [{ name: "Next", value: <Instant at={nextAttemptAt} /> }] : []),
    { name: "What went wrong", value: <span className="wrap-anywhere">{wrong}</span> },
  ];
  return (
    <UnfoldRow about={`“${title}” to ${channel.name}`} rest={rest} until="xl">
      <Td wide className="whitespace-nowrap text-muted">
        <Instant at={createdAt} />
      </Td>
      <Td className="max-md:w-full max-md:max-w-0 md:max-w-60 xl:max-w-72">
        <span className="block truncate font-medium" data-tip={title}>
          {title}
        </span>
        <span className="block truncate text-xs text-muted md:hidden">{channel.name}</span>
      </Td>
      <Td wide className="max-w-48">
        <span className="block truncate" data-tip={channel.name}>
          {channel.name}
        </span>
      </Td>
      <Td>
        <Badge tone={deliveryTone(delivery)}>{deliveryWords(delivery)}</Badge>
        {nextAttemptAt && (
          <span className="block text-xs whitespace-nowrap text-muted max-md:hidden">
            <Instant at={nextAttemptAt} />
          </span>
        )}
      </Td>
      <Td wide="xl" numeric>
        {attempts}
      </Td>
      <Td wide="xl" className="max-w-80 text-muted wrap-anywhere">
        {wrong}
      </Td>
      <Td className="w-8 py-0 text-right">
        {/* A test is made anew where the channel is. */}
        {state === "failed" && alert !== null && <Retry id={id} about={`“${title}” to ${channel.name}`} />}
      </Td>
    </UnfoldRow>
  );
}

function Retry({ id, about }: { id: string; about: string }) {
  const { retry } = useAlertActions();
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await retry(id);
    setBusy(false);
  };
  return (
    <Button size="sm" disabled={busy} aria-label={`Retry ${about}`} onClick={() => void again()}>
      <RotateCw aria-hidden />
      <span className="max-md:hidden">Retry</span>
    </Button>
  );
}
