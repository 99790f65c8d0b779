"use client";

import { Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { Page } from "@/components/ui/page";
import { Tabs } from "@/components/ui/tabs";
import type { Opened } from "./alert-dialogs";
import { AlertsEmpty } from "./alerts-empty";
import { AlertsView } from "./alerts-view";
import { ChannelsView } from "./channels-view";
import { DeliveriesView } from "./deliveries-view";
import { RulesView } from "./rules-view";
import { ALERT_VIEWS, type AlertView, alertParams } from "./search-params";

const AlertDialogs = lazy(() =>
  import("./alert-dialogs").then(({ AlertDialogs: component }) => ({ default: component })),
);

const LABELS: Record<AlertView, string> = {
  alerts: "Alerts",
  rules: "Rules",
  channels: "Channels",
  deliveries: "Deliveries",
};

/** What happened, which rules watch for it, where it is told, and whether it got there. */
export function AlertsBoard() {
  const [{ view }, setParams] = useQueryStates(alertParams, { history: "push" });
  const [opened, setOpened] = useState<Opened | null>(null);
  // The filters belong to the deliveries.
  const onView = (next: AlertView) => void setParams({ view: next, channel: null, state: null });
  const action =
    view === "channels" ? (
      <Create label="New channel" onClick={() => setOpened({ what: "channel", about: null })} />
    ) : view === "deliveries" ? null : (
      <Create label="New rule" onClick={() => setOpened({ what: "rule", about: null })} />
    );
  return (
    <Page title="Alerts" action={action}>
      <Tabs
        label="Alerts"
        value={view}
        options={ALERT_VIEWS.map((value) => ({ value, label: LABELS[value] }))}
        onChange={onView}
        className="max-w-300 pt-1"
      >
        {view === "alerts" && <AlertsView empty={<AlertsEmpty onView={onView} onOpen={setOpened} />} />}
        {view === "rules" && <RulesView onOpen={setOpened} />}
        {view === "channels" && <ChannelsView onOpen={setOpened} />}
        {view === "deliveries" && <DeliveriesView />}
      </Tabs>
      {opened && (
        <Suspense>
          <AlertDialogs opened={opened} onOpen={setOpened} />
        </Suspense>
      )}
    </Page>
  );
}

function Create({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button look="primary" onClick={onClick}>
      <Plus aria-hidden />
      {label}
    </Button>
  );
}
