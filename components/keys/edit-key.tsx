"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changedLimits, LimitsField, readLimits, toLimitsText } from "@/components/limits/limits-field";
import { FormDialog } from "@/components/ui/form-dialog";
import type { VirtualKey } from "@/lib/team/keys-api";
import { dayOf, type Expiry, expiresAt } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { ModelsField, modelsProblem } from "./models-field";
import { changeKey } from "./queries";

/** Changes what a key may ask for, how often and until when; programs notice with their next request. */
export function EditKey({ about, onClose }: { about: VirtualKey; onClose: () => void }) {
  const client = useQueryClient();
  const [first] = useState<Expiry>(() =>
    about.expiresAt ? { choice: "date", day: dayOf(about.expiresAt) } : { choice: "never", day: "" },
  );
  const [expiry, setExpiry] = useState(first);
  const [models, setModels] = useState<readonly string[] | null>(about.models);
  const [limits, setLimits] = useState(() => toLimitsText(about));
  const [tried, setTried] = useState(false);
  const isSameExpiry = expiry.choice === first.choice && expiry.day === first.day;
  const save = async () => {
    setTried(true);
    const until = expiresAt(expiry, new Date());
    const most = readLimits(limits);
    if (modelsProblem(models) || (until === undefined && !isSameExpiry) || most === null) return;
    await changeKey(client, about.id, {
      models: models && [...models],
      ...changedLimits(about, most),
      // The day alone would move an instant that was left as it is.
      ...(isSameExpiry || until === undefined ? {} : { expiresAt: until }),
    });
    onClose();
  };
  return (
    <FormDialog title={`Edit “${about.name}”`} submit="Save" onSubmit={save} onClose={onClose}>
      <ExpiryField value={expiry} onChange={setExpiry} tried={tried && !isSameExpiry} />
      <ModelsField value={models} onChange={setModels} tried={tried} />
      <LimitsField value={limits} onChange={setLimits} tried={tried} />
    </FormDialog>
  );
}
