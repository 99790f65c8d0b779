"use client";

import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { Role } from "@/lib/team/policy";
import { ROLE_WORDS } from "./role-words";

type Props = { value: Role; roles: readonly Role[]; onChange: (role: Role) => void };

/** A choice of role, with what it comes to. */
export function RoleField({ value, roles, onChange }: Props) {
  return (
    <Field label="Role" hint={ROLE_WORDS[value].may}>
      <Segmented
        label="Role"
        value={value}
        options={roles.map((role) => ({ value: role, label: ROLE_WORDS[role].label }))}
        onChange={onChange}
      />
    </Field>
  );
}
