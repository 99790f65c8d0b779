"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FailureNotice } from "./failure-notice";
import { goOnIn } from "./go-on-in";

type Props = {
  title: string;
  /** The word on the button that sends it. */
  submit: string;
  /** Sends it and closes; a failure that it throws is shown and what was filled in stays. */
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
};

/** A form in a dialog: what does not fit scrolls between its title and its buttons. */
export function FormDialog({ title, submit, onSubmit, onClose, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0) goOnIn(form.current);
  }, [tries]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    // React hands it on to whatever form the dialog was called for from within.
    event.stopPropagation();
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit();
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
    setTries((before) => before + 1);
  };
  return (
    <Dialog label={title} onClose={onClose} className="w-[min(100%-32px,34rem)]! overflow-hidden">
      <form
        ref={form}
        noValidate
        onSubmit={(event) => void send(event)}
        className="flex max-h-[calc(100dvh-48px)] flex-col"
      >
        <h2 className="px-5 pt-4 text-base font-semibold wrap-anywhere">{title}</h2>
        <div className="min-h-0 space-y-5 overflow-y-auto px-5 py-4">
          {children}
          {failure && <FailureNotice compact failure={failure} />}
        </div>
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
