"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { PasswordField } from "@/components/ui/password-field";
import { showToast } from "@/components/ui/toast";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { accountQuery, changePassword } from "./member-queries";
import { passwordProblem } from "./password-problem";

/** Sets another password, for who knows the current one. */
export function PasswordForm() {
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [currentField, newField] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  const problems = {
    current: current === "" ? "Type the password that you have now." : null,
    password: passwordProblem(password),
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setFailure(null);
    if (problems.current || problems.password) {
      (problems.current ? currentField : newField).current?.focus();
      return;
    }
    setBusy(true);
    try {
      await changePassword({ current, password });
      setCurrent("");
      setPassword("");
      setTried(false);
      showToast({ text: "Your password is changed. You are signed out everywhere else." });
      await client.invalidateQueries({ queryKey: accountQuery.queryKey });
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void save(event)} className="max-w-88 space-y-4 pb-4">
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        ref={currentField}
        value={current}
        problem={tried ? problems.current : null}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label="New password, 12 characters or more"
        autoComplete="new-password"
        ref={newField}
        value={password}
        problem={tried ? problems.password : null}
        onChange={(event) => setPassword(event.target.value)}
      />
      {failure && <FailureNotice compact failure={failure} />}
      <Button type="submit" disabled={busy}>
        Change password
      </Button>
    </form>
  );
}
