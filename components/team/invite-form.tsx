"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Field, TextField } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import type { Role } from "@/lib/team/policy";
import type { CreatedInvitation, Team } from "@/lib/team/team-api";
import { emailProblem } from "./email-problem";
import { invite } from "./member-queries";
import { RoleField } from "./role-field";

type Props = {
  team: Pick<Team, "roles" | "sendsMail">;
  onCreated: (created: CreatedInvitation) => void;
  onClose: () => void;
};

const DAYS = ["1", "7", "30"] as const;

/** Asks whom to invite as what; the answer is a link. */
export function InviteForm({ team: { roles, sendsMail }, onCreated, onClose }: Props) {
  const client = useQueryClient();
  const [role, setRole] = useState<Role>("member");
  const [email, setEmail] = useState("");
  const [days, setDays] = useState<(typeof DAYS)[number]>("7");
  const [tried, setTried] = useState(false);
  const wanted = email.trim();
  const problem = wanted === "" ? null : emailProblem(wanted);
  const create = async () => {
    setTried(true);
    if (problem || role === "owner") return;
    onCreated(await invite(client, { role, email: wanted === "" ? null : wanted, days: Number(days) }));
  };
  return (
    <FormDialog title="Invite somebody" submit="Create the link" onSubmit={create} onClose={onClose}>
      <RoleField value={role} roles={roles} onChange={setRole} />
      <TextField
        label="E-mail, if the link is to be good for one address only"
        type="email"
        autoComplete="off"
        value={email}
        problem={tried ? problem : null}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label="Good for"
        hint={
          sendsMail
            ? "It works once. With an address it is sent there; without one, pass the link on yourself."
            : "It works once. Patchbay sends no e-mail: pass the link on yourself."
        }
      >
        <Segmented
          label="Good for"
          value={days}
          options={DAYS.map((value) => ({ value, label: value === "1" ? "1 day" : `${value} days` }))}
          onChange={setDays}
        />
      </Field>
    </FormDialog>
  );
}
