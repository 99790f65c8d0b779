"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Page } from "@/components/ui/page";
import { Panel } from "@/components/ui/panel";
import { QueryPanel } from "@/components/ui/query-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { STATES, type State } from "@/lib/configuration/api";
import { FindingList } from "./finding-list";
import { configurationQuery } from "./queries";

const GROUPS: Record<State, { title: string; tone: Tone }> = {
  unsafe: { title: "Unsafe", tone: "danger" },
  missing: { title: "Missing", tone: "warn" },
  note: { title: "Worth knowing", tone: "neutral" },
  ok: { title: "In order", tone: "ok" },
};

/** What is on, unsafe and missing in this deployment, and what to do about each. */
export function ConfigurationBoard() {
  const query = useQuery(configurationQuery);
  const again = (
    <Button disabled={query.isFetching} onClick={() => void query.refetch()}>
      Check again
    </Button>
  );
  return (
    <Page title="Configuration" action={again}>
      <QueryPanel query={query} skeleton={<SkeletonRows rows={8} />}>
        {({ findings }) => (
          <div className="max-w-240">
            <p className="py-4 text-muted">
              Patchbay reads its configuration when it starts: after a change, restart it. No value is shown
              here. What can be changed while it runs is in the{" "}
              <Link href="/settings/workspace" className="underline">
                settings of the workspace
              </Link>
              .
            </p>
            {STATES.map((state) => {
              const found = findings.filter((finding) => finding.state === state);
              const { title, tone } = GROUPS[state];
              return (
                found.length > 0 && (
                  <Panel
                    key={state}
                    id={state}
                    title={title}
                    hint={<Badge tone={tone}>{found.length}</Badge>}
                  >
                    <FindingList findings={found} label={title} />
                  </Panel>
                )
              );
            })}
          </div>
        )}
      </QueryPanel>
    </Page>
  );
}
