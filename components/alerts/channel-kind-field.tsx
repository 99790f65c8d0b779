"use client";

import { useId } from "react";
import type { SentKind } from "./channel-queries";
import { CHANNEL_LABELS } from "./delivery-words";

const KINDS = ["email", "slack", "discord", "webhook"] as const satisfies readonly SentKind[];

/** What is posted where, and how one comes by the address. */
export const HOW_TO: Record<SentKind, { sentence: string; placeholder: string; hint: string }> = {
  email: { sentence: "By the mail server of this Patchbay.", placeholder: "", hint: "" },
  slack: {
    sentence: "To a channel of Slack, by an incoming webhook.",
    placeholder: "https://hooks.slack.com/services/…",
    hint: "In Slack: the app “Incoming Webhooks”, “Add new webhook”. The address is a secret.",
  },
  discord: {
    sentence: "To a channel of Discord, by a webhook.",
    placeholder: "https://discord.com/api/webhooks/…",
    hint: "In Discord: the channel’s settings, “Integrations”, “Webhooks”. The address is a secret.",
  },
  webhook: {
    sentence: "As signed JSON to a program of yours.",
    placeholder: "https://example.com/hooks/patchbay",
    hint: "Each alert is posted there as JSON. The secret that signs it is shown once, after this.",
  },
};

const NO_MAIL = "There is no mail server. Set SMTP_URL and SMTP_FROM, and restart Patchbay.";

type Props = { value: SentKind; hasMail: boolean; onChange: (kind: SentKind) => void };

/** What kind of channel it is; e-mail only where there is a mail server. */
export function ChannelKindField({ value, hasMail, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="space-y-1">
      <legend className="pb-1 text-xs text-muted">Kind</legend>
      {KINDS.map((kind) => {
        const isMissing = kind === "email" && !hasMail;
        return (
          <label
            key={kind}
            className={`flex items-start gap-2.5 rounded-control px-2 py-1.5 has-focus-visible:bg-hover touch:min-h-11 [&_input]:accent-accent ${isMissing ? "" : "cursor-pointer hover:bg-hover"}`}
          >
            <input
              type="radio"
              name={name}
              className="mt-1"
              checked={kind === value}
              disabled={isMissing}
              onChange={() => onChange(kind)}
            />
            <span className="min-w-0">
              <span className={isMissing ? "text-muted" : "font-medium"}>{CHANNEL_LABELS[kind]}</span>
              <span className="block text-xs text-muted">{isMissing ? NO_MAIL : HOW_TO[kind].sentence}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
