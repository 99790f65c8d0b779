"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { QueryPanel } from "@/components/ui/query-panel";
import type { Opened } from "./alert-dialogs";
import { AlertsSkeleton } from "./alerts-skeleton";
import { channelsQuery, rulesQuery } from "./queries";
import { RuleRow } from "./rule-row";

/** What is watched for, and where it is told. */
export function RulesView({ onOpen }: { onOpen: (opened: Opened) => void }) {
  const query = useQuery(rulesQuery);
  const channels = useQuery(channelsQuery).data?.channels;
  return (
    <QueryPanel query={query} skeleton={<AlertsSkeleton />}>
      {({ rules }) =>
        rules.length === 0 ? (
          <Empty
            icon={<Eye aria-hidden />}
            title="No rule watches"
            action={
              <Button onClick={() => onOpen({ what: "rule", about: null })}>Create the first one</Button>
            }
          >
            A rule tells when a budget is reached, a day costs too much, answers fail or a price moves: in the
            app, by e-mail, in Slack or Discord, or to a program of yours.
          </Empty>
        ) : (
          <ul aria-label="Rules" className="divide-y divide-line">
            {rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} channels={channels} onOpen={onOpen} />
            ))}
          </ul>
        )
      }
    </QueryPanel>
  );
}
