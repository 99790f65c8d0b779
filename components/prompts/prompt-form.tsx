"use client";

import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { TextField } from "@/components/ui/field";
import { useHotkey } from "@/components/ui/use-hotkey";
import { draftProblems, LONGEST_NAME, type PromptDraft, readTags } from "@/lib/conversations/prompt-draft";
import { variablesIn } from "@/lib/conversations/variables";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { ariaKeys } from "@/lib/core/hotkeys";
import { PromptTextField } from "./prompt-text-field";
import { usePromptDraft } from "./use-prompt-draft";

type Props = {
  /** Under which what is written is kept. */
  id: string;
  /** What it is called among the page's parts. */
  label: string;
  onRecord: PromptDraft;
  onSave: (draft: PromptDraft) => Promise<void>;
  onClose: () => void;
  /** What else can be done with it, told whether something is not saved yet. */
  actions?: (changed: boolean) => ReactNode;
  children?: (changed: boolean) => ReactNode;
};

/** A prompt that can be written and saved. */
export function PromptForm({ id, label, onRecord, onSave, onClose, actions, children }: Props) {
  const { draft, changed, write, forget } = usePromptDraft(id, onRecord);
  const [tagLine, setTagLine] = useState(draft.tags.join(", "));
  const [state, setState] = useState<"idle" | "tried" | "saving" | "saved">("idle");
  const [failure, setFailure] = useState<Failure | null>(null);
  const region = useRef<HTMLElement>(null);
  const problems = draftProblems(draft);
  const shown = state === "tried" ? problems : null;
  const variables = variablesIn(draft.text);

  // On a phone the list has just gone from the screen, and the focus with it.
  useEffect(() => {
    if (matchMedia("(max-width: 767px)").matches) region.current?.querySelector("button")?.focus();
  }, []);

  const save = async () => {
    setFailure(null);
    if (Object.values(problems).some((problem) => problem !== null)) return setState("tried");
    setState("saving");
    try {
      await onSave({ ...draft, name: draft.name.trim() });
      forget();
      setTagLine(draft.tags.join(", "));
      setState("saved");
    } catch (error) {
      setFailure(describeFailure(error));
      setState("idle");
    }
  };
  const discard = () => {
    forget();
    setTagLine(onRecord.tags.join(", "));
    setState("idle");
  };
  useHotkey("mod+s", () => void save(), { enabled: changed && state !== "saving" });

  return (
    <section ref={region} aria-label={label} className="min-w-0 flex-1 overflow-y-auto px-4 pb-16 sm:px-6">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        className="max-w-184 space-y-4 py-4"
      >
        <Button look="ghost" className="-ml-3 md:hidden" onClick={onClose}>
          <ArrowLeft aria-hidden /> All prompts
        </Button>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Name"
            value={draft.name}
            maxLength={LONGEST_NAME}
            autoComplete="off"
            autoFocus={onRecord.name === ""}
            problem={shown?.name}
            onChange={({ target }) => write({ name: target.value })}
          />
          <TextField
            label="Tags, parted by commas"
            value={tagLine}
            autoComplete="off"
            problem={shown?.tags}
            onChange={({ target }) => {
              setTagLine(target.value);
              write({ tags: readTags(target.value) });
            }}
          />
        </div>
        <PromptTextField
          text={draft.text}
          problem={shown?.text ?? null}
          onChange={(text) => write({ text })}
        />
        {variables.length > 0 && (
          <div className="flex flex-wrap items-center gap-1.5 text-xs">
            <p className="text-muted">Asks for</p>
            <ul aria-label="Variables" className="contents">
              {variables.map((name) => (
                <li
                  key={name}
                  className="rounded-sm bg-accent-soft px-1.5 leading-5 text-accent-text wrap-anywhere"
                >
                  {name}
                </li>
              ))}
            </ul>
          </div>
        )}
        {failure && <FailureNotice compact failure={failure} />}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            look="primary"
            disabled={!changed || state === "saving"}
            aria-keyshortcuts={ariaKeys("mod+s")}
          >
            Save
          </Button>
          {changed && <Button onClick={discard}>Discard changes</Button>}
          <span role="status" className="text-xs text-muted">
            {state === "saving" ? "Saving…" : state === "saved" && !changed ? "Saved" : ""}
          </span>
          <span className="ml-auto flex items-center gap-2">{actions?.(changed)}</span>
        </div>
      </form>
      {children?.(changed)}
    </section>
  );
}
