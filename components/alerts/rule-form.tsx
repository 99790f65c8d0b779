"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { AlertChannelList, AlertRule } from "@/lib/alerts/alerts-api";
import { hasEnd, RULE_KINDS, RULE_WORDS, type RuleKind } from "@/lib/alerts/rules";
import { LONGEST_NAME, nameProblem } from "./alert-name";
import { ChannelsField } from "./channels-field";
import { changeRule, channelsQuery, createRule } from "./queries";
import { type Draft, draftProblems, toDraft, toSettings } from "./rule-fields";
import { RuleSettingsFields } from "./rule-settings-fields";

type Props = { about: AlertRule | null; onClose: () => void };

const reachable = ({ channels }: AlertChannelList): string[] =>
  channels.filter(({ isEnabled, problem }) => isEnabled && problem === null).map(({ id }) => id);

/** Asks what a new rule is to watch for and whom it tells, or for other terms of one that there is. */
export function RuleForm({ about, onClose }: Props) {
  const client = useQueryClient();
  const ownZone = useViewerTimeZone() ?? "UTC";
  const [kind, setKind] = useState<RuleKind>(about?.kind ?? "budget_threshold");
  /** Null while the kind's own name will do. */
  const [typedName, setTypedName] = useState(about?.name ?? null);
  const [draft, setDraft] = useState<Draft>(() => toDraft(kind, about, ownZone));
  const [chosen, setChosen] = useState<readonly string[] | null>(about?.channels ?? null);
  const [isUrgent, setUrgent] = useState(about?.isUrgent ?? false);
  const [tellsOver, setTellsOver] = useState(about?.tellsOver ?? true);
  const [tried, setTried] = useState(false);
  const listed = useQuery(channelsQuery);
  const name = typedName ?? RULE_WORDS[kind].label;
  // A new rule tells wherever something can be told.
  const channels = chosen ?? (listed.data && reachable(listed.data));
  const problems = draftProblems(kind, draft);
  const ends = hasEnd(kind);
  const onKind = (next: RuleKind) => {
    setKind(next);
    setDraft(toDraft(next, about, ownZone));
    setTried(false);
  };
  const save = async () => {
    setTried(true);
    if (nameProblem(name) || Object.keys(problems).length > 0) return;
    const settings = toSettings(kind, draft);
    // Who is quicker than their list has chosen none, and one that is gone cannot be told.
    const list = await client.ensureQueryData(channelsQuery);
    const reached = list.channels.filter(({ id }) => (channels ?? reachable(list)).includes(id));
    const told = reached.map(({ id }) => id);
    const terms = { name: name.trim(), settings, isUrgent, tellsOver: ends && tellsOver, channels: told };
    if (about) await changeRule(client, about.id, terms);
    else await createRule(client, kind, terms);
    onClose();
  };
  return (
    <FormDialog
      title={about ? `Edit “${about.name}”` : "New rule"}
      submit={about ? "Save" : "Create"}
      onSubmit={save}
      onClose={onClose}
    >
      <Field label="Watches for" hint={RULE_WORDS[kind].sentence}>
        {about ? (
          <p>{RULE_WORDS[kind].label}</p>
        ) : (
          <Select
            label="Watches for"
            autoFocus
            value={kind}
            onChange={(event) => onKind(event.target.value as RuleKind)}
          >
            {RULE_KINDS.map((value) => (
              <option key={value} value={value}>
                {RULE_WORDS[value].label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TextField
        label="Name"
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        autoFocus={about !== null}
        problem={tried ? nameProblem(name) : null}
        onChange={(event) => setTypedName(event.target.value)}
      />
      <RuleSettingsFields kind={kind} draft={draft} onChange={setDraft} problems={tried ? problems : {}} />
      <ChannelsField query={listed} chosen={channels ?? []} onChange={setChosen} />
      <Field
        label="Urgency"
        hint="What is urgent is told at once: it waits for no quiet hours and for no digest."
      >
        <Switch label="Urgent" on={isUrgent} onToggle={() => setUrgent(!isUrgent)} />
      </Field>
      {ends && (
        <Field label="The end" hint="Once, to the channels that were told that it began.">
          <Switch label="Tell when it is over" on={tellsOver} onToggle={() => setTellsOver(!tellsOver)} />
        </Field>
      )}
    </FormDialog>
  );
}
