"use client";

import clsx from "clsx";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { Menu } from "@/components/ui/menu";
import type { AlertChannel, AlertRule } from "@/lib/alerts/alerts-api";
import { RULE_WORDS } from "@/lib/alerts/rules";
import type { Opened } from "./alert-dialogs";
import { ruleSentence } from "./rule-words";
import { SavingSwitch } from "./saving-switch";
import { useAlertActions } from "./use-alert-actions";

type Props = {
  rule: AlertRule;
  /** Undefined while they are not known. */
  channels: readonly AlertChannel[] | undefined;
  onOpen: (opened: Opened) => void;
};

/** One rule: whether it watches, what for, and whom it tells. */
export function RuleRow({ rule, channels, onOpen }: Props) {
  const { id, name, kind, isEnabled, isUrgent, open, note, judgedAt } = rule;
  const { switchRule, removeRule } = useAlertActions();
  const { label } = RULE_WORDS[kind];
  return (
    <li aria-label={name} className="flex items-start gap-2 py-3">
      <SavingSwitch label={`Watch “${name}”`} on={isEnabled} onSwitch={(on) => switchRule(id, on)} />
      <div className="min-w-0 flex-1 space-y-1 pt-1 touch:pt-3">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className={clsx("min-w-0 font-medium wrap-anywhere", !isEnabled && "text-muted")}>{name}</h2>
          {name !== label && <span className="text-muted">{label}</span>}
          {isUrgent && <Badge tone="danger">Urgent</Badge>}
          {open > 0 && <Badge tone="warn">{open === 1 ? "1 open alert" : `${open} open alerts`}</Badge>}
          {!isEnabled && <Badge>Off</Badge>}
        </div>
        <p className="max-w-200 text-muted wrap-anywhere">{ruleSentence(rule)}</p>
        {channels && <Told rule={rule} channels={channels} />}
        {note !== null && isEnabled && <p className="text-xs text-warn wrap-anywhere">{note}</p>}
        {isEnabled && (
          <p className="text-xs text-muted">
            {judgedAt ? (
              <>
                Judged <Instant at={judgedAt} />
              </>
            ) : (
              "Not judged yet"
            )}
          </p>
        )}
      </div>
      <Menu
        label={`Actions for ${name}`}
        icon={<Ellipsis aria-hidden />}
        items={[
          {
            label: "Edit…",
            icon: <Pencil aria-hidden />,
            onSelect: () => onOpen({ what: "rule", about: rule }),
          },
          {
            label: "Delete",
            icon: <Trash2 aria-hidden />,
            danger: true,
            onSelect: () => void removeRule(rule),
          },
        ]}
      />
    </li>
  );
}

/** By their names; those that cannot be sent through as things are say so. */
function Told({ rule, channels }: { rule: AlertRule; channels: readonly AlertChannel[] }) {
  const told = channels.filter(({ id }) => rule.channels.includes(id));
  if (told.length === 0)
    return <p className="text-xs text-warn">It tells nobody: its alerts are only listed here.</p>;
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
      Tells
      {told.map(({ id, name, isEnabled, problem }) => (
        <Badge key={id} tone={problem !== null || !isEnabled ? "warn" : "neutral"} className="max-w-full">
          <span className="truncate">
            {name}
            {problem !== null ? ": cannot be reached" : isEnabled ? "" : ": off"}
          </span>
        </Badge>
      ))}
    </p>
  );
}
