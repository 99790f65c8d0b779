"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { formatCount } from "@/lib/core/format";
import { RETENTION_DAYS } from "@/lib/team/workspace-api";
import { changeWorkspace, retentionQuery } from "./queries";
import { SettingRow } from "./setting-row";
import { useWorkspaceSave } from "./use-workspace-save";
import { retentionText, WORDS } from "./workspace-words";

type Days = (typeof RETENTION_DAYS)[number];

/** How long conversations are kept. Keeping them for a shorter time is asked about, as it deletes some. */
export function RetentionRow({ days }: { days: number | null }) {
  const saved = useWorkspaceSave();
  const [asked, setAsked] = useState<Days | null>(null);
  const choose = (text: string) => {
    const next = RETENTION_DAYS.find((one) => String(one) === text) ?? null;
    if (next !== null && (days === null || next < days)) setAsked(next);
    else void saved.save({ retentionDays: next });
  };
  return (
    <SettingRow {...WORDS.retention} saved={saved}>
      <Select
        label={WORDS.retention.title}
        value={days ?? ""}
        onChange={(event) => choose(event.target.value)}
      >
        {[null, ...RETENTION_DAYS].map((one) => (
          <option key={one ?? 0} value={one ?? ""}>
            {retentionText(one)}
          </option>
        ))}
      </Select>
      {asked !== null && <ConfirmRetention days={asked} onClose={() => setAsked(null)} />}
    </SettingRow>
  );
}

function ConfirmRetention({ days, onClose }: { days: Days; onClose: () => void }) {
  const client = useQueryClient();
  const { data, isError } = useQuery(retentionQuery(days));
  const count = data?.conversations;
  return (
    <ConfirmDialog
      title={`Keep conversations ${retentionText(days)} only?`}
      confirm="Delete what is older"
      onConfirm={async () => {
        await changeWorkspace(client, { retentionDays: days });
        onClose();
        showToast({ text: `Conversations are kept ${retentionText(days)} from now on.` });
      }}
      onClose={onClose}
    >
      <p role="status">
        {count === undefined
          ? isError
            ? "How many would go now could not be found out."
            : "Counting what would go now…"
          : count === 0
            ? "None would go now."
            : `${count === 1 ? "1 conversation" : `${formatCount(count)} conversations`} of all members would go now.`}
      </p>
      <p>
        They are deleted within minutes, with their files and shared links, and cannot be brought back. Pinned
        ones stay, and the ledger keeps what all of them cost.
      </p>
    </ConfirmDialog>
  );
}
