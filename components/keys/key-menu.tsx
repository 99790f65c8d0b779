"use client";

import { Ban, Ellipsis, Pencil, RefreshCw, SlidersHorizontal, Wallet } from "lucide-react";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { ListedKey } from "@/lib/team/keys-api";
import type { Opened } from "./key-dialogs";
import { isLive, type KeyState } from "./key-state";

type Props = { about: ListedKey; state: KeyState; onOpen: (opened: Opened) => void };

/** What can be done to one key. */
export function KeyMenu({ about, state, onOpen }: Props) {
  const open = (what: "rename" | "edit" | "budgets" | "rotate" | "revoke") => () => onOpen({ what, about });
  const revoke = { label: "Revoke…", icon: <Ban aria-hidden />, danger: true, onSelect: open("revoke") };
  const budgets = { label: "Budgets…", icon: <Wallet aria-hidden />, onSelect: open("budgets") };
  const items: MenuItem[] = [
    { label: "Rename", icon: <Pencil aria-hidden />, onSelect: open("rename") },
    {
      label: "Edit models, expiry and limits",
      icon: <SlidersHorizontal aria-hidden />,
      onSelect: open("edit"),
    },
    budgets,
    // A new secret would not make an expired key work.
    ...(isLive(state)
      ? [{ label: "Rotate…", icon: <RefreshCw aria-hidden />, onSelect: open("rotate") }]
      : []),
    revoke,
  ];
  // A key that is shown among everyone's may be looked at and ended there, and no more.
  const offered = about.member === undefined ? items : [budgets, revoke];
  return <Menu label={`Actions for ${about.name}`} icon={<Ellipsis aria-hidden />} items={offered} />;
}
