"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { preferencesQuery } from "@/components/team/queries";
import { Button } from "@/components/ui/button";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { lazy } from "@/components/ui/lazy";
import { Segmented } from "@/components/ui/segmented";
import { isRoute } from "@/lib/routes/is-route";
import type { Route } from "@/lib/routes/routes-api";
import { BodyField, isJson } from "./body-field";
import { newSpec, type Spec } from "./edit-spec";
import { createRoute, importQuery } from "./queries";
import { nameProblem } from "./route-name";

const ModelPicker = lazy(() => import("@/components/catalog/model-picker"));

type Props = {
  /** What it begins with, where that is known already. */
  spec?: Spec;
  onCreated: (route: Route) => void;
  onClose: () => void;
};

const STARTS = [
  { value: "model", label: "A model" },
  { value: "body", label: "What a program sends" },
] as const;

/** Asks for what a new route needs: its name, which stays, and what it begins with, which does not have to. */
export function NewRoute({ spec, onCreated, onClose }: Props) {
  const client = useQueryClient();
  const recent = useQuery(preferencesQuery).data?.recentModels ?? [];
  const [text, setName] = useState("");
  const [start, setStart] = useState<(typeof STARTS)[number]["value"]>("model");
  const [chosen, setChosen] = useState<string | null>(null);
  const [body, setBody] = useState("");
  const [tried, setTried] = useState(false);
  const name = text.trim();
  const problem = nameProblem(name);
  // What was asked last is a better guess than none.
  const model = chosen ?? recent.find((id) => !isRoute(id)) ?? null;
  const beginning = async (): Promise<Spec | null> => {
    if (spec) return spec;
    if (start === "model") return model === null ? null : newSpec([model]);
    return isJson(body) ? (await client.fetchQuery(importQuery(body))).spec : null;
  };
  const create = async () => {
    setTried(true);
    if (problem) return;
    const first = await beginning();
    if (first) onCreated(await createRoute(client, name, first));
  };
  return (
    <FormDialog title="New route" submit="Create" onSubmit={create} onClose={onClose}>
      <div className="space-y-1.5">
        <TextField
          label="Name"
          value={text}
          maxLength={64}
          placeholder="support-bot"
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="w-full font-mono"
          problem={tried ? problem : null}
          onChange={({ target }) => setName(target.value.toLowerCase())}
        />
        <p className="text-xs text-muted">
          Programs ask for <code className="font-mono text-ink">route/{name || "…"}</code>. The name stays for
          ever; what stands behind it does not.
        </p>
      </div>
      {spec ? (
        <Field label="Chain">
          <p className="font-mono text-xs break-all">
            {spec.arms.flatMap(({ models }) => models).join(" → ")}
          </p>
        </Field>
      ) : (
        <>
          <Field label="Begins with">
            <Segmented label="Begins with" value={start} options={STARTS} onChange={setStart} />
          </Field>
          {start === "model" ? (
            <FirstModel model={model} tried={tried} onModel={setChosen} />
          ) : (
            <BodyField text={body} onText={setBody} tried={tried} />
          )}
        </>
      )}
    </FormDialog>
  );
}

type FirstProps = { model: string | null; tried: boolean; onModel: (model: string) => void };

function FirstModel({ model, tried, onModel }: FirstProps) {
  const [picking, setPicking] = useState(false);
  return (
    <Field label="First model" hint="Fallbacks and settings come next.">
      <Button
        aria-haspopup="dialog"
        aria-label={model === null ? "Choose a model" : `First model: ${model}`}
        onClick={() => setPicking(true)}
        className="max-w-full min-w-0"
      >
        <span className={model === null ? "" : "truncate font-mono text-xs"}>
          {model ?? "Choose a model"}
        </span>
      </Button>
      {tried && model === null && (
        <p role="alert" className="text-xs text-danger">
          Choose whom it asks first.
        </p>
      )}
      <Suspense>
        {picking && (
          <ModelPicker
            chosen={model}
            onChoose={(id) => {
              onModel(id);
              setPicking(false);
            }}
            onClose={() => setPicking(false)}
          />
        )}
      </Suspense>
    </Field>
  );
}
