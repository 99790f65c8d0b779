"use client";

import { limitWords } from "@/components/limits/limit-words";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { Table, Td, Th } from "@/components/ui/table";
import { type RestFact, UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import type { Team } from "@/lib/team/team-api";
import { MemberMenu } from "./member-menu";
import { ROLE_WORDS } from "./role-words";
import type { Opened } from "./team-dialogs";

export type TeamMember = Team["members"][number];

type Props = { team: Team; onOpen: (opened: Opened) => void };

/** Everybody in the team, with what they spent and when they were last here. */
export function MemberTable({ team, onOpen }: Props) {
  return (
    <Table label="Members" aria-label="Members">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Role</Th>
          <Th wide>Last seen</Th>
          <Th wide="xl" numeric>
            Keys
          </Th>
          <Th wide numeric>
            Spent this month, UTC
          </Th>
          <Th className="w-8">
            <span className="sr-only">Actions</span>
          </Th>
          <UnfoldTh until="xl" />
        </tr>
      </thead>
      <tbody>
        {team.members.map((about) => (
          <MemberRow key={about.id} about={about} team={team} onOpen={onOpen} />
        ))}
      </tbody>
    </Table>
  );
}

function MemberRow({ about, team, onOpen }: Props & { about: TeamMember }) {
  const { name, email, role, lastSeenAt, suspendedAt, keys, spent } = about;
  const seen = lastSeenAt ? <Instant at={lastSeenAt} /> : <span className="text-faint">Never</span>;
  const limits = limitWords(about);
  const rest: RestFact[] = [
    { name: "Last seen", until: "md", value: seen },
    { name: "Keys", value: keys },
    { name: "Limits", until: "md", value: limits ?? "None" },
    { name: "Spent this month, UTC", until: "md", value: <Usd amount={spent} /> },
  ];
  return (
    <UnfoldRow about={name} rest={rest} until="xl">
      <Td className="max-md:w-full max-md:max-w-0 md:max-w-64">
        <span className="block truncate font-medium" data-tip={name}>
          {name}
          {about.id === team.self && <span className="font-normal text-faint"> (you)</span>}
        </span>
        <span className="block truncate text-xs text-muted" data-tip={email ?? undefined}>
          {email ?? "No e-mail address"}
        </span>
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-1.5">
          {ROLE_WORDS[role].label}
          {suspendedAt && <Badge tone="warn">Suspended</Badge>}
        </span>
        {limits && <span className="block text-xs text-muted max-md:hidden">{limits}</span>}
      </Td>
      <Td wide className="whitespace-nowrap text-muted">
        {seen}
      </Td>
      <Td wide="xl" numeric>
        {keys}
      </Td>
      <Td wide numeric>
        <Usd amount={spent} />
      </Td>
      <Td className="w-8 py-0 text-right">
        <MemberMenu about={about} team={team} onOpen={onOpen} />
      </Td>
    </UnfoldRow>
  );
}
