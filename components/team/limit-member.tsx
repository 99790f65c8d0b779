"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changedLimits, LimitsField, readLimits, toLimitsText } from "@/components/limits/limits-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { changeMember } from "./member-queries";
import type { TeamMember } from "./member-table";

type Props = { about: TeamMember; onClose: () => void };

/** Sets how much a member may ask in a time, which holds from their next request on. */
export function LimitMember({ about, onClose }: Props) {
  const client = useQueryClient();
  const [text, setText] = useState(() => toLimitsText(about));
  const [tried, setTried] = useState(false);
  const save = async () => {
    setTried(true);
    const limits = readLimits(text);
    if (limits === null) return;
    const changed = changedLimits(about, limits);
    if (Object.keys(changed).length > 0) await changeMember(client, about.id, { limits: changed });
    onClose();
  };
  return (
    <FormDialog title={`Limits of ${about.name}`} submit="Save" onSubmit={save} onClose={onClose}>
      <LimitsField
        value={text}
        onChange={setText}
        tried={tried}
        over="For all of their keys and the playground together. "
      />
    </FormDialog>
  );
}
