"use client";

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from "react";
import { promptQuery } from "@/components/prompts/queries";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureNotice } from "@/components/ui/failure-notice";
import { FormDialog } from "@/components/ui/form-dialog";
import { TextArea } from "@/components/ui/text-area";
import type { Prompt } from "@/lib/conversations/prompts-api";
import { fillIn } from "@/lib/conversations/variables";
import { describeFailure } from "@/lib/core/failure";

type Props = { id: string; onText: (text: string) => void; onClose: () => void };

/** Fetches a prompt of the library, asks for its variables, and hands over the text. */
export default function PromptFill({ id, onText, onClose }: Props) {
  const query = useQuery(promptQuery(id));
  // What is kept from before may be an older version.
  const prompt = query.isFetchedAfterMount ? query.data : undefined;
  const ready = prompt?.variables.length === 0 ? prompt.text : null;
  const handOver = useEffectEvent((text: string) => {
    onText(text);
    onClose();
  });
  useEffect(() => {
    if (ready !== null) handOver(ready);
  }, [ready]);

  if (query.error && !query.isFetching) {
    return (
      <Dialog label="The prompt could not be loaded" onClose={onClose}>
        <div className="p-5">
          <FailureNotice
            failure={describeFailure(query.error)}
            actions={
              <>
                <Button onClick={() => void query.refetch()}>Try again</Button>
                <Button onClick={onClose}>Close</Button>
              </>
            }
          />
        </div>
      </Dialog>
    );
  }
  if (!prompt || ready !== null) {
    return (
      <span role="status" className="sr-only">
        Loading the prompt…
      </span>
    );
  }
  return <VariablesForm prompt={prompt} onText={onText} onClose={onClose} />;
}

type FormProps = { prompt: Prompt; onText: (text: string) => void; onClose: () => void };

/** Enter leads to the next variable, and from the last one into the message. */
function VariablesForm({ prompt: { name, text, variables }, onText, onClose }: FormProps) {
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const insert = async () => {
    onText(fillIn(text, values));
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const { form } = event.currentTarget;
    const fields = [...(form?.querySelectorAll("textarea") ?? [])];
    const next = fields[fields.indexOf(event.currentTarget) + 1];
    if (next && !event.metaKey && !event.ctrlKey) next.focus();
    else form?.requestSubmit();
  };
  return (
    <FormDialog title={name} submit="Insert" onSubmit={insert} onClose={onClose}>
      {variables.map((variable, index) => (
        <TextArea
          key={variable}
          label={variable}
          rows={1}
          data-focus={index === 0 || undefined}
          value={values.get(variable) ?? ""}
          onKeyDown={onKeyDown}
          onChange={({ target }) =>
            setValues((now) =>
              target.value === ""
                ? new Map([...now].filter(([key]) => key !== variable))
                : new Map([...now, [variable, target.value]]),
            )
          }
        />
      ))}
      <p className="text-xs text-muted">What is left empty stays in the text as it is.</p>
    </FormDialog>
  );
}
