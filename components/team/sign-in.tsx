"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { DoorForm } from "./door-form";
import { emailProblem } from "./email-problem";
import { localPath } from "./local-path";
import { signIn } from "./member-queries";

/** E-mail and password, then on to where one wanted to go. */
export function SignIn() {
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
    const next = new URLSearchParams(location.search).get("next");
    // A new page: nothing of whoever was here before stays in memory.
    location.assign(localPath(next, location.origin));
    return undefined;
  };
  return (
    <DoorForm title="Sign in" submit="Sign in" onSubmit={enter}>
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
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        problem={tried ? problems.password : null}
        onChange={(event) => setPassword(event.target.value)}
      />
    </DoorForm>
  );
}
