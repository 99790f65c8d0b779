"use client";

import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { DoorForm } from "./door-form";
import { emailProblem } from "./email-problem";
import { askForReset } from "./member-queries";

const TITLE = "Forgot password";

/** Asks for an address to send a link to, and never says whether anybody has it. */
export function ResetRequestForm({ sendsMail }: { sendsMail: boolean }) {
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone: whoever cannot see the page goes on at what came of it.
  useEffect(() => {
    if (sentTo !== null) heading.current?.focus();
  }, [sentTo]);
  const back = (
    <p>
      <Link
        href="/sign-in"
        className="inline-flex items-center text-muted underline underline-offset-2 hover:text-ink touch:h-11"
      >
        Back to signing in
      </Link>
    </p>
  );
  if (!sendsMail || sentTo !== null) {
    return (
      <div className="space-y-5">
        <header className="space-y-1">
          <h1 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
            {TITLE}
          </h1>
          <p role="status" className="text-muted wrap-anywhere">
            {sentTo === null
              ? "This Patchbay sends no e-mail. An admin can make you a link to set another password."
              : `If ${sentTo} has an account here, a link is on its way there. It works once, within 30 minutes.`}
          </p>
        </header>
        {sentTo !== null && <Button onClick={() => setSentTo(null)}>Try another address</Button>}
        {back}
      </div>
    );
  }
  const problem = emailProblem(email);
  const send = async () => {
    setTried(true);
    if (problem) return "incomplete";
    await askForReset(email);
    setSentTo(email.trim());
    return undefined;
  };
  const about = "Patchbay sends a link to your address, with which you set another password.";
  return (
    <DoorForm title={TITLE} about={about} submit="Send the link" onSubmit={send} foot={back}>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        value={email}
        problem={tried ? problem : null}
        onChange={(event) => setEmail(event.target.value)}
      />
    </DoorForm>
  );
}
