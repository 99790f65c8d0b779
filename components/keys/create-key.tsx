"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LimitsField, readLimits, toLimitsText } from "@/components/limits/limits-field";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import { ENVIRONMENTS } from "@/lib/team/keys-api";
import { NO_LIMITS } from "@/lib/team/limits";
import { ENVIRONMENT_LABELS } from "./environments";
import { type Expiry, expiresAt } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { LONGEST_NAME, nameProblem } from "./key-name";
import { ModelsField, modelsProblem } from "./models-field";
import { createKey, type NewKey } from "./queries";

type Props = { onCreated: (created: NewKey) => void; onClose: () => void };

/** Asks for what a new key needs; only its name has no answer yet. */
export function CreateKey({ onCreated, onClose }: Props) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [environment, setEnvironment] = useState<(typeof ENVIRONMENTS)[number]>("development");
  const [expiry, setExpiry] = useState<Expiry>({ choice: "never", day: "" });
  const [models, setModels] = useState<readonly string[] | null>(null);
  const [limits, setLimits] = useState(() => toLimitsText(NO_LIMITS));
  const [tried, setTried] = useState(false);
  const problem = nameProblem(name);
  const create = async () => {
    setTried(true);
    const until = expiresAt(expiry, new Date());
    const most = readLimits(limits);
    if (problem || modelsProblem(models) || until === undefined || most === null) return;
    const wanted = {
      name: name.trim(),
      environment,
      expiresAt: until,
      models: models && [...models],
      ...most,
    };
    onCreated(await createKey(client, wanted));
  };
  return (
    <FormDialog title="Create a key" submit="Create" onSubmit={create} onClose={onClose}>
      <TextField
        label="Name"
        value={name}
        maxLength={LONGEST_NAME}
        placeholder="Support bot"
        autoFocus
        autoComplete="off"
        problem={tried ? problem : null}
        onChange={(event) => setName(event.target.value)}
      />
      <Field label="Environment">
        <Segmented
          label="Environment"
          value={environment}
          options={ENVIRONMENTS.map((value) => ({ value, label: ENVIRONMENT_LABELS[value] }))}
          onChange={setEnvironment}
        />
      </Field>
      <ExpiryField value={expiry} onChange={setExpiry} tried={tried} />
      <ModelsField value={models} onChange={setModels} tried={tried} />
      <LimitsField value={limits} onChange={setLimits} tried={tried} />
    </FormDialog>
  );
}
