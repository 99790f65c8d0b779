"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { Segmented } from "@/components/ui/segmented";
import { AuditLog } from "./audit-log";
import { FormerTable } from "./former-table";
import { InvitationTable } from "./invitation-table";
import { teamQuery } from "./member-queries";
import { MemberTable } from "./member-table";
import { TEAM_VIEWS, teamParams } from "./search-params";
import { type Opened, TeamDialogs } from "./team-dialogs";
import { TeamSkeleton } from "./team-skeleton";

const LABELS = { members: "Members", audit: "Audit log" } as const;

/** Who is in the team, what may be done about it, and what was done. */
export function TeamBoard({ reportingZone = null }: { reportingZone?: string | null }) {
  const [view, setView] = useQueryState("view", teamParams.view);
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = useQuery(teamQuery);
  const views = (
    <Segmented
      label="View"
      value={view}
      options={TEAM_VIEWS.map((value) => ({ value, label: LABELS[value] }))}
      onChange={(value) => void setView(value)}
    />
  );
  const action = (
    <>
      <LinkButton href="/configuration">Configuration</LinkButton>
      {query.data?.mayInvite !== false && (
        <Button
          look="primary"
          disabled={!query.data}
          onClick={() => query.data && setOpened({ what: "invite", team: query.data })}
        >
          <UserPlus aria-hidden />
          Invite
        </Button>
      )}
    </>
  );
  return (
    <Page title="Team" filters={views} action={action}>
      {view === "audit" ? (
        <AuditLog reportingZone={reportingZone} />
      ) : (
        <QueryPanel query={query} skeleton={<TeamSkeleton />}>
          {(team) => {
            const keptOut = team.former.filter(({ mayReadmit }) => mayReadmit);
            return (
              <>
                <MemberTable team={team} onOpen={setOpened} />
                {team.invitations.length > 0 && <InvitationTable team={team} onOpen={setOpened} />}
                {keptOut.length > 0 && <FormerTable former={keptOut} onOpen={setOpened} />}
              </>
            );
          }}
        </QueryPanel>
      )}
      {opened && <TeamDialogs opened={opened} onOpen={setOpened} />}
    </Page>
  );
}
