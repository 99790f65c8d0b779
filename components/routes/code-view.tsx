"use client";

import { useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Segmented } from "@/components/ui/segmented";
import { Tabs } from "@/components/ui/tabs";
import { useBaseUrl } from "@/components/ui/use-base-url";
import { callCode } from "@/lib/chat/call-code";
import { LANGUAGE_LABELS, LANGUAGES } from "@/lib/core/snippets";
import { exportBody, exportEnvironment } from "@/lib/routes/export";
import type { Arm, Spec } from "./edit-spec";

type Props = { name: string; spec: Spec; arm: Arm };

const FORMS = [...LANGUAGES, "env"] as const;
const FORM_LABELS = { ...LANGUAGE_LABELS, env: ".env" } as const;
const MESSAGES = [{ role: "user", content: "Say hello." }];

const TARGETS = [
  { value: "patchbay", label: "Patchbay" },
  { value: "openrouter", label: "OpenRouter" },
] as const;

/** How a program asks for the route, or does without it: by itself, what the route would have sent. */
export default function CodeView({ name, spec, arm }: Props) {
  const [target, setTarget] = useState<(typeof TARGETS)[number]["value"]>("patchbay");
  const [form, setForm] = useState<(typeof FORMS)[number]>("curl");
  const baseUrl = useBaseUrl();
  const own = target === "patchbay";
  const to = own
    ? { baseUrl, keyName: "PATCHBAY_API_KEY" }
    : { baseUrl: "https://openrouter.ai/api/v1", keyName: "OPENROUTER_API_KEY" };
  const id = `route/${name}`;
  const body = own ? { model: id, messages: MESSAGES } : exportBody(spec, arm, MESSAGES);
  const code =
    form === "env"
      ? own
        ? `OPENAI_BASE_URL=${baseUrl}\nDEFAULT_MODEL=${id}\n`
        : exportEnvironment(arm)
      : callCode(form, body, to);
  return (
    <div className="space-y-3 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Segmented label="Asks" value={target} options={TARGETS} onChange={setTarget} />
        <p className="min-w-0 flex-1 basis-64 text-xs text-muted">
          {own
            ? "Asks for the route: what is published next needs no change in the program."
            : "Asks OpenRouter itself for what this arm of the draft sends, and changes with the program only."}
        </p>
      </div>
      <Tabs
        label="Language"
        value={form}
        options={FORMS.map((value) => ({ value, label: FORM_LABELS[value] }))}
        onChange={setForm}
        action={<CopyButton text={code} label={`Copy the ${FORM_LABELS[form]} code`} />}
      >
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="max-h-112 overflow-auto bg-sunken px-3 py-2.5 font-mono text-xs leading-5"
        >
          <code>{code}</code>
        </pre>
      </Tabs>
      {form !== "env" && (
        <p className="text-xs text-muted">
          The environment variable <code className="font-mono">{to.keyName}</code> has to hold{" "}
          {own ? "a virtual key of this Patchbay" : "a key of OpenRouter itself"}.
        </p>
      )}
    </div>
  );
}
