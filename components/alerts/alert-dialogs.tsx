"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { AlertChannel, AlertChannelSaved, AlertRule } from "@/lib/alerts/alerts-api";
import { ChannelForm } from "./channel-form";
import { changeChannel } from "./channel-queries";
import { ChannelSecret } from "./channel-secret";
import { RuleForm } from "./rule-form";

/** The one dialog that is open, and what it is about; about nothing yet, it makes a new one. */
export type Opened =
  | { what: "rule"; about: AlertRule | null }
  | { what: "channel"; about: AlertChannel | null }
  | { what: "rotate"; about: AlertChannel }
  | { what: "secret"; name: string; secret: string };

type Props = { opened: Opened; onOpen: (opened: Opened | null) => void };

export function AlertDialogs({ opened, onOpen }: Props) {
  const client = useQueryClient();
  const onClose = () => onOpen(null);
  const onSaved = ({ channel, secret }: AlertChannelSaved) =>
    onOpen(secret === null ? null : { what: "secret", name: channel.name, secret });
  switch (opened.what) {
    case "rule":
      return <RuleForm about={opened.about} onClose={onClose} />;
    case "channel":
      return <ChannelForm about={opened.about} onSaved={onSaved} onClose={onClose} />;
    case "secret":
      return <ChannelSecret name={opened.name} secret={opened.secret} onClose={onClose} />;
    case "rotate":
      return (
        <ConfirmDialog
          title={`Make a new secret for “${opened.about.name}”?`}
          confirm="Make a new secret"
          onConfirm={async () =>
            onSaved(await changeChannel(client, opened.about.id, { rotateSecret: true }))
          }
          onClose={onClose}
        >
          It is shown once. The old one signs nothing more: a receiver that checks signatures refuses what is
          sent until it has the new one.
        </ConfirmDialog>
      );
    default:
      return opened satisfies never;
  }
}
