"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TimeZoneSelect } from "@/components/spend/time-zone-select";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import { TextArea } from "@/components/ui/text-area";
import type { AlertChannel, AlertChannelSaved } from "@/lib/alerts/alerts-api";
import { DIGEST_HOUR, DIGESTS, type Digest } from "@/lib/alerts/channels";
import { LONGEST_NAME, nameProblem } from "./alert-name";
import { ChannelKindField, HOW_TO } from "./channel-kind-field";
import { type ChannelTerms, changeChannel, createChannel, type SentKind } from "./channel-queries";
import { addressesProblem, addressProblem, readAddresses } from "./channel-words";
import { CHANNEL_LABELS, DIGEST_LABELS } from "./delivery-words";
import { channelsQuery } from "./queries";
import { QuietHoursField, quietProblem } from "./quiet-hours-field";

type Props = {
  about: AlertChannel | null;
  onSaved: (saved: AlertChannelSaved) => void;
  onClose: () => void;
};

/** Asks where a new channel leads and when it may be told, or for other terms of one that there is. */
export function ChannelForm({ about, onSaved, onClose }: Props) {
  const client = useQueryClient();
  const ownZone = useViewerTimeZone() ?? "UTC";
  const hasMail = useQuery(channelsQuery).data?.hasMail ?? false;
  const [kind, setKind] = useState<SentKind>(about && about.kind !== "in_app" ? about.kind : "slack");
  /** Null while the kind's own name will do. */
  const [typedName, setTypedName] = useState(about?.name ?? null);
  const [addresses, setAddresses] = useState(about?.addresses.join("\n") ?? "");
  const [address, setAddress] = useState("");
  const [digest, setDigest] = useState<Digest>(about?.digest ?? "off");
  const [quiet, setQuiet] = useState(about?.quietHours ?? null);
  const [timeZone, setTimeZone] = useState(about?.quietHours?.timeZone ?? about?.timeZone ?? ownZone);
  const [tried, setTried] = useState(false);
  const name = typedName ?? CHANNEL_LABELS[kind];
  // What it was is a secret that was never shown; with nothing written it stays.
  const staysThere = about !== null && address.trim() === "";
  const problem =
    kind === "email" ? addressesProblem(addresses) : staysThere ? null : addressProblem(address);
  const save = async () => {
    setTried(true);
    if (nameProblem(name) || problem || quietProblem(quiet)) return;
    const terms: ChannelTerms = {
      ...{ name: name.trim(), digest, timeZone },
      quietHours: quiet && { from: quiet.from, to: quiet.to, timeZone },
      ...(kind === "email" && { addresses: readAddresses(addresses) }),
      ...(kind !== "email" && !staysThere && { address: address.trim() }),
    };
    onSaved(about ? await changeChannel(client, about.id, terms) : await createChannel(client, kind, terms));
  };
  return (
    <FormDialog
      title={about ? `Edit “${about.name}”` : "New channel"}
      submit={about ? "Save" : "Create"}
      onSubmit={save}
      onClose={onClose}
    >
      {!about && <ChannelKindField value={kind} hasMail={hasMail} onChange={setKind} />}
      <TextField
        label="Name"
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="off"
        autoFocus={about !== null}
        problem={tried ? nameProblem(name) : null}
        onChange={(event) => setTypedName(event.target.value)}
      />
      {kind === "email" ? (
        <TextArea
          label="Addresses, one a line"
          value={addresses}
          rows={2}
          autoComplete="off"
          spellCheck={false}
          placeholder="ops@example.com"
          problem={tried ? problem : null}
          onChange={(event) => setAddresses(event.target.value)}
        />
      ) : (
        <div className="space-y-1.5">
          <TextField
            label={about ? `Another address instead of ${about.address ?? "the present one"}` : "Address"}
            type="url"
            value={address}
            autoComplete="off"
            spellCheck={false}
            placeholder={HOW_TO[kind].placeholder}
            problem={tried ? problem : null}
            onChange={(event) => setAddress(event.target.value)}
          />
          <p className="text-xs text-muted">
            {about ? "Leave it empty to keep the present one." : HOW_TO[kind].hint}
          </p>
        </div>
      )}
      <Field
        label="Tells"
        hint={
          digest === "daily"
            ? `What happened is gathered and told at ${String(DIGEST_HOUR).padStart(2, "0")}:00. What is urgent does not wait.`
            : digest === "hourly"
              ? "What happened is gathered and told once an hour. What is urgent does not wait."
              : null
        }
      >
        <Segmented
          label="Tells"
          value={digest}
          options={DIGESTS.map((value) => ({ value, label: DIGEST_LABELS[value] }))}
          onChange={setDigest}
        />
      </Field>
      <QuietHoursField value={quiet} timeZone={timeZone} tried={tried} onChange={setQuiet} />
      <Field label="Time zone" hint="Of quiet hours, of a day’s digest, and of the times in messages.">
        <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
      </Field>
    </FormDialog>
  );
}
