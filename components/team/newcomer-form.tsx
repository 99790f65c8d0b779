"use client";

import { type ReactNode, useState } from "react";
import { TextField } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import { DoorForm } from "./door-form";
import { emailProblem } from "./email-problem";
import { passwordProblem } from "./password-problem";

type Newcomer = { name: string; email: string; password: string };
type Props = {
  title: string;
  about: ReactNode;
  submit: string;
  /** The only address that will do. */
  email?: string | null;
  onSubmit: (newcomer: Newcomer) => Promise<void>;
};

/** What is asked of somebody who comes for the first time. */
export function NewcomerForm({ title, about, submit, email: fixed = null, onSubmit }: Props) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState(fixed ?? "");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const problems = {
    name: name.trim() === "" ? "Say what you are called." : null,
    email: emailProblem(email),
    password: passwordProblem(password),
  };
  const send = async () => {
    setTried(true);
    if (problems.name || problems.email || problems.password) return "incomplete";
    await onSubmit({ name, email, password });
    location.assign("/");
    return undefined;
  };
  return (
    <DoorForm title={title} about={about} submit={submit} onSubmit={send}>
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        autoFocus
        maxLength={80}
        value={name}
        problem={tried ? problems.name : null}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        readOnly={fixed !== null}
        value={email}
        problem={tried ? problems.email : null}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Password, 12 characters or more"
        name="password"
        autoComplete="new-password"
        value={password}
        problem={tried ? problems.password : null}
        onChange={(event) => setPassword(event.target.value)}
      />
    </DoorForm>
  );
}
