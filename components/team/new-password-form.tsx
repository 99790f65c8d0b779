"use client";

import { useState } from "react";
import { PasswordField } from "@/components/ui/password-field";
import { DoorForm } from "./door-form";
import { completeReset } from "./member-queries";
import { passwordProblem } from "./password-problem";

type Props = { token: string; email: string | null };

/** Another password, by a link. */
export function NewPasswordForm({ token, email }: Props) {
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const problem = passwordProblem(password);
  const send = async () => {
    setTried(true);
    if (problem) return "incomplete";
    await completeReset({ token, password });
    location.assign("/");
    return undefined;
  };
  const about = `For ${email ?? "your account"}. It signs you in here, and out everywhere else.`;
  return (
    <DoorForm title="Set another password" about={about} submit="Set the password" onSubmit={send}>
      {/* For password managers, which keep it under this name. */}
      <input type="email" name="email" autoComplete="username" hidden readOnly value={email ?? ""} />
      <PasswordField
        label="New password, 12 characters or more"
        name="password"
        autoComplete="new-password"
        autoFocus
        value={password}
        problem={tried ? problem : null}
        onChange={(event) => setPassword(event.target.value)}
      />
    </DoorForm>
  );
}
