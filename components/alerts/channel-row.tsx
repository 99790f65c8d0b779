"use client";

import clsx from "clsx";
import { Bell, Ellipsis, Hash, KeyRound, type LucideIcon, Mail, Pencil, Trash2, Webhook } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { Menu } from "@/components/ui/menu";
import type { AlertChannel } from "@/lib/alerts/alerts-api";
import type { ChannelKind } from "@/lib/alerts/channels";
import type { Opened } from "./alert-dialogs";
import { ChannelTest } from "./channel-test";
import { paceWords } from "./channel-words";
import { CHANNEL_LABELS, STATE_LABELS, STATE_TONES } from "./delivery-words";
import { SavingSwitch } from "./saving-switch";
import { useAlertActions } from "./use-alert-actions";

const ICONS: Record<ChannelKind, LucideIcon> = {
  in_app: Bell,
  email: Mail,
  slack: Hash,
  discord: Hash,
  webhook: Webhook,
};

type Props = { channel: AlertChannel; onOpen: (opened: Opened) => void };

/** One channel: where it leads, when it is told, and whether what was sent got there. */
export function ChannelRow({ channel, onOpen }: Props) {
  const { id, kind, name, isEnabled, problem, last } = channel;
  const { switchChannel } = useAlertActions();
  const Icon = ICONS[kind];
  const where = channel.address ?? channel.addresses.join(", ");
  return (
    <li aria-label={name} className="flex items-start gap-2 py-3">
      {kind === "in_app" ? (
        // As wide as a switch, which it has none of.
        <span aria-hidden className="flex h-7 w-10 items-center justify-center text-muted touch:size-11">
          <Icon className="size-4" />
        </span>
      ) : (
        <SavingSwitch label={`Send to “${name}”`} on={isEnabled} onSwitch={(on) => switchChannel(id, on)} />
      )}
      <div className="min-w-0 flex-1 space-y-1 pt-1 touch:pt-3">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className={clsx("min-w-0 font-medium wrap-anywhere", !isEnabled && "text-muted")}>{name}</h2>
          {kind !== "in_app" && (
            <span className="inline-flex items-center gap-1 text-muted">
              <Icon aria-hidden className="size-3.5" />
              {CHANNEL_LABELS[kind]}
            </span>
          )}
          {!isEnabled && <Badge>Off</Badge>}
        </div>
        {kind === "in_app" ? (
          <p className="text-muted">Always there: the bell counts what is new, and this page lists it.</p>
        ) : (
          <>
            <p className="text-muted wrap-anywhere">{where}</p>
            <p className="text-xs text-muted">{paceWords(channel)}</p>
          </>
        )}
        {problem !== null && <p className="text-xs text-warn wrap-anywhere">{problem}</p>}
        {last && kind !== "in_app" && (
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
            Last message: <Badge tone={STATE_TONES[last.state]}>{STATE_LABELS[last.state]}</Badge>
            <Instant at={last.at} />
            {last.error !== null && <span className="min-w-0 wrap-anywhere">{last.error}</span>}
          </div>
        )}
        {kind !== "in_app" && <ChannelTest channel={channel} />}
      </div>
      {kind !== "in_app" && <ChannelMenu channel={channel} onOpen={onOpen} />}
    </li>
  );
}

function ChannelMenu({ channel, onOpen }: Props) {
  const { removeChannel } = useAlertActions();
  const rotate = {
    label: "New secret…",
    icon: <KeyRound aria-hidden />,
    onSelect: () => onOpen({ what: "rotate", about: channel }),
  };
  return (
    <Menu
      label={`Actions for ${channel.name}`}
      icon={<Ellipsis aria-hidden />}
      items={[
        {
          label: "Edit…",
          icon: <Pencil aria-hidden />,
          onSelect: () => onOpen({ what: "channel", about: channel }),
        },
        ...(channel.kind === "webhook" ? [rotate] : []),
        {
          label: "Delete",
          icon: <Trash2 aria-hidden />,
          danger: true,
          onSelect: () => void removeChannel(channel),
        },
      ]}
    />
  );
}
