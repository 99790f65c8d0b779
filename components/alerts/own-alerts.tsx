"use client";

import { BellRing } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { Page } from "@/components/ui/page";
import { AlertsView } from "./alerts-view";

/** What happened with one's own budgets, for those who do not run the workspace. */
export function OwnAlerts() {
  return (
    <Page title="Alerts">
      <div className="max-w-300">
        <AlertsView
          empty={
            <Empty icon={<BellRing aria-hidden />} title="Nothing has happened">
              <p>
                When a budget for you or one of your keys is nearly spent or refuses requests, it stands here.
                So does the answer when you ask for more.
              </p>
            </Empty>
          }
        />
      </div>
    </Page>
  );
}
