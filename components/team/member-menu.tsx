"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Crown, Ellipsis, Gauge, KeyRound, LogIn, Pause, UserCog, UserMinus, Wallet } from "lucide-react";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { Team } from "@/lib/team/team-api";
import { changeMember } from "./member-queries";
import type { TeamMember } from "./member-table";
import type { Opened } from "./team-dialogs";

type Props = { about: TeamMember; team: Team; onOpen: (opened: Opened) => void };

/** What can be done about one member. */
export function MemberMenu({ about, team, onOpen }: Props) {
  const client = useQueryClient();
  const restore = () =>
    changeMember(client, about.id, { suspended: false }).then(
      () => showToast({ text: `${about.name} may sign in again.` }),
      (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }),
    );
  const budgets = {
    label: "Budgets…",
    icon: <Wallet aria-hidden />,
    onSelect: () => onOpen({ what: "budgets", about }),
  };
  const items: MenuItem[] = [
    budgets,
    {
      label: "Change role…",
      icon: <UserCog aria-hidden />,
      onSelect: () => onOpen({ what: "role", about, roles: team.roles }),
    },
    {
      label: "Limits…",
      icon: <Gauge aria-hidden />,
      onSelect: () => onOpen({ what: "limits", about }),
    },
    ...(team.makesResetLinks && about.hasPassword && !about.suspendedAt
      ? [
          {
            label: "Reset link…",
            icon: <KeyRound aria-hidden />,
            onSelect: () => onOpen({ what: "reset", about }),
          },
        ]
      : []),
    about.suspendedAt
      ? { label: "Let back in", icon: <LogIn aria-hidden />, onSelect: () => void restore() }
      : {
          label: "Suspend…",
          icon: <Pause aria-hidden />,
          onSelect: () => onOpen({ what: "suspend", about }),
        },
    ...(team.mayTransfer && !about.suspendedAt
      ? [
          {
            label: "Hand over ownership…",
            icon: <Crown aria-hidden />,
            onSelect: () => onOpen({ what: "transfer", about }),
          },
        ]
      : []),
    {
      label: "Remove…",
      icon: <UserMinus aria-hidden />,
      danger: true,
      onSelect: () => onOpen({ what: "remove", about }),
    },
  ];
  const offered = about.mayChange ? items : [budgets];
  return <Menu label={`Actions for ${about.name}`} icon={<Ellipsis aria-hidden />} items={offered} />;
}
