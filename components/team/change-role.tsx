"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import type { Role } from "@/lib/team/policy";
import { changeMember } from "./member-queries";
import type { TeamMember } from "./member-table";
import { RoleField } from "./role-field";

type Props = { about: TeamMember; roles: readonly Role[]; onClose: () => void };

/** Gives a member another role, which holds from their next request on. */
export function ChangeRole({ about, roles, onClose }: Props) {
  const client = useQueryClient();
  const [role, setRole] = useState<Role>(about.role);
  const save = async () => {
    if (role !== about.role && role !== "owner") await changeMember(client, about.id, { role });
    onClose();
  };
  return (
    <FormDialog title={`Role of ${about.name}`} submit="Save" onSubmit={save} onClose={onClose}>
      <RoleField value={role} roles={roles} onChange={setRole} />
    </FormDialog>
  );
}
