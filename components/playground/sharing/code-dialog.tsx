"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { labelOf } from "@/components/routing/parameter-list";
import { CopyButton } from "@/components/ui/copy-button";
import { QueryPanel } from "@/components/ui/query-panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { SheetDialog } from "@/components/ui/sheet-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { useBaseUrl } from "@/components/ui/use-base-url";
import { type CodeTarget, callCode } from "@/lib/chat/call-code";
import type { PaneCall } from "@/lib/chat/calls-api";
import { LANGUAGE_LABELS, LANGUAGES, type Language } from "@/lib/core/snippets";
import { isRoute } from "@/lib/routes/is-route";
import { callsQuery } from "./queries";

type Target = "patchbay" | "openrouter";

type Props = { conversationId: string; onClose: () => void };

/** What was asked in a pane, as a program would ask it. */
export default function CodeDialog({ conversationId, onClose }: Props) {
  const query = useQuery(callsQuery(conversationId));
  const [target, setTarget] = useState<Target>("patchbay");
  const baseUrl = useBaseUrl();
  return (
    <SheetDialog
      title="Code"
      action={
        <Segmented
          label="Sent to"
          value={target}
          options={[
            { value: "patchbay", label: "Patchbay" },
            { value: "openrouter", label: "OpenRouter" },
          ]}
          onChange={setTarget}
        />
      }
      onClose={onClose}
    >
      <QueryPanel query={query} skeleton={<Skeleton className="h-80 w-full" />}>
        {({ calls }) =>
          calls.length === 0 ? (
            <p className="text-muted">Nothing has been asked yet.</p>
          ) : (
            <Calls
              calls={calls}
              hasRoutes={target === "patchbay"}
              whose={target === "patchbay" ? "a virtual key of this Patchbay" : "a key of OpenRouter itself"}
              target={
                target === "patchbay"
                  ? { baseUrl, keyName: "PATCHBAY_API_KEY" }
                  : { baseUrl: "https://openrouter.ai/api/v1", keyName: "OPENROUTER_API_KEY" }
              }
            />
          )
        }
      </QueryPanel>
    </SheetDialog>
  );
}

type CallsProps = {
  calls: readonly PaneCall[];
  target: CodeTarget;
  /** Which key it takes. */
  whose: string;
  /** Whether the target knows the routes of this Patchbay. */
  hasRoutes: boolean;
};

function Calls({ calls, target, whose, hasRoutes }: CallsProps) {
  const [language, setLanguage] = useState<Language>("curl");
  const [at, setAt] = useState(0);
  const call = calls[at] ?? calls[0];
  if (!call) return null;
  const code = callCode(language, call.body, target);
  const choice = calls.length > 1 && (
    <Select
      label="Pane"
      className="max-w-full"
      value={at}
      onChange={(event) => setAt(Number(event.target.value))}
    >
      {calls.map(({ paneId, model }, index) => (
        <option key={paneId} value={index}>
          {index + 1}. {model}
        </option>
      ))}
    </Select>
  );
  if (!hasRoutes && isRoute(call.model))
    return (
      <>
        {choice}
        <p className="text-muted">
          OpenRouter does not know <code className="font-mono">{call.model}</code>: routes are asked for at
          Patchbay.
        </p>
      </>
    );
  return (
    <>
      {choice}
      <Tabs
        label="Language"
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_LABELS[value] }))}
        onChange={setLanguage}
        action={<CopyButton text={code} label={`Copy the ${LANGUAGE_LABELS[language]} code`} />}
      >
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="h-[min(24rem,50dvh)] overflow-auto bg-sunken px-3 py-2.5 font-mono text-xs leading-5"
        >
          <code>{code}</code>
        </pre>
      </Tabs>
      <p className="text-xs text-muted">
        It asks the last question once more, with everything said before it. {settingsOf(call)} The
        environment variable <code className="font-mono">{target.keyName}</code> has to hold {whose}.
      </p>
    </>
  );
}

/** Since when its settings are what they are. */
function settingsOf({ answered, setNow }: PaneCall): string {
  if (!answered) return "Its settings are the pane's.";
  if (setNow.length === 0) return "Its settings are those of the last answer.";
  const words = setNow.map((name) => (name === "system" ? "System prompt" : labelOf(name)));
  return `Its settings are those of the last answer, but these are the pane's as they are now: ${words.join(", ")}.`;
}
