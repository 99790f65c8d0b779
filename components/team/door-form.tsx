"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { goOnIn } from "@/components/ui/go-on-in";
import { describeFailure, type Failure } from "@/lib/core/failure";

type Props = {
  title: string;
  /** What this is, where it does not go without saying. */
  about?: ReactNode;
  submit: string;
  /** Sends it and goes on, or says at a field what is missing; a failure that it throws is shown here. */
  onSubmit: () => Promise<"incomplete" | undefined>;
  children: ReactNode;
  /** What else there is to do, below the button. */
  foot?: ReactNode;
};

/** A form before the door: one thing to do, and what went wrong with it. */
export function DoorForm({ title, about, submit, onSubmit, children, foot }: Props) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (tries > 0) goOnIn(form.current);
  }, [tries]);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      // Whoever is let in goes on to another page, and must not send it twice meanwhile.
      if ((await onSubmit()) !== "incomplete") return;
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
    setTries((before) => before + 1);
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void send(event)} className="space-y-5">
      <header className="space-y-1">
        <h1 className="text-base font-semibold">{title}</h1>
        {about && <p className="text-muted wrap-anywhere">{about}</p>}
      </header>
      {children}
      {failure && <FailureNotice compact failure={failure} />}
      <Button type="submit" look="primary" disabled={busy} className="w-full">
        {submit}
      </Button>
      {foot}
    </form>
  );
}
