"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { SheetDialog } from "@/components/ui/sheet-dialog";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { NewLink } from "./new-link";
import { createShare, sharesQuery } from "./queries";
import { ShareLinks } from "./share-links";

const DAYS = [
  { value: 1, label: "1 day" },
  { value: 7, label: "7 days" },
  { value: 30, label: "30 days" },
  { value: 90, label: "90 days" },
  { value: 365, label: "1 year" },
];

type Props = { conversationId: string; onClose: () => void };

/** Makes a link under which others read the conversation as it is now, and ends those there are. */
export default function ShareDialog({ conversationId, onClose }: Props) {
  const client = useQueryClient();
  const shares = useQuery(sharesQuery(conversationId));
  const [days, setDays] = useState(30);
  const [includeSystem, setIncludeSystem] = useState(false);
  const [includeCosts, setIncludeCosts] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const create = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const created = await createShare(conversationId, { days, includeSystem, includeCosts });
      setToken(created.token);
      await client.invalidateQueries({ queryKey: sharesQuery(conversationId).queryKey });
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <SheetDialog title="Share" onClose={onClose}>
      <p className="text-muted">
        Whoever has the link and reaches this Patchbay reads what has been said up to now: questions, answers
        and the models’ names. They can change nothing.
      </p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <Field label="Ends after">
          <Select label="Ends after" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <div className="space-y-0.5">
          <Tick label="Include system prompts" on={includeSystem} onChange={setIncludeSystem} />
          <Tick label="Include costs" on={includeCosts} onChange={setIncludeCosts} />
        </div>
        <Button look="primary" className="ml-auto" disabled={busy} onClick={() => void create()}>
          Create link
        </Button>
      </div>
      {failure && <FailureNotice compact failure={failure} />}
      {token !== null && <NewLink key={token} token={token} />}
      <ShareLinks conversationId={conversationId} query={shares} />
    </SheetDialog>
  );
}

type TickProps = { label: string; on: boolean; onChange: (on: boolean) => void };

const Tick = ({ label, on, onChange }: TickProps) => (
  <label className="flex h-7 cursor-pointer items-center gap-2 touch:h-11">
    <input
      type="checkbox"
      checked={on}
      onChange={(event) => onChange(event.target.checked)}
      className="accent-accent"
    />
    {label}
  </label>
);
