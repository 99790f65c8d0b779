"use client";

import Link from "next/link";
import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import { localPath } from "@/lib/team/local-path";
import { DoorForm } from "./door-form";
import { emailProblem } from "./email-problem";
import { signIn } from "./member-queries";

type Props = { next: string | null; sendsMail: boolean };

/** E-mail and password, and what to do without the latter. */
export function PasswordSignIn({ next, sendsMail }: Props) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const problems = {
    email: emailProblem(email),
    password: password === "" ? "Type your password." : null,
  };
  const enter = async () => {
    setTried(true);
    if (problems.email || problems.password) return "incomplete";
    await signIn({ email, password });
    // A new page: nothing of whoever was here before stays in memory.
    location.assign(localPath(next, location.origin));
    return undefined;
  };
  const foot = sendsMail ? (
    <p>
      <Link
        href="/reset"
        className="inline-flex items-center text-muted underline underline-offset-2 hover:text-ink touch:h-11"
      >
        Forgot password?
      </Link>
    </p>
  ) : (
    <p className="text-xs text-muted">Forgot your password? An admin can make you a link to set another.</p>
  );
  return (
    <DoorForm title="Sign in" submit="Sign in" onSubmit={enter} foot={foot}>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        value={email}
        problem={tried ? problems.email : null}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        problem={tried ? problems.password : null}
        onChange={(event) => setPassword(event.target.value)}
      />
    </DoorForm>
  );
}
