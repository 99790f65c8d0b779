"use client";

import { OneTimeDialog } from "@/components/ui/one-time-dialog";
import { FirstCall } from "./first-call";
import { FirstRequest } from "./first-request";
import type { NewKey } from "./queries";

type Props = { created: NewKey; onClose: () => void };

/** The one time that a key is in sight, and the wait for its first request. */
export function NewKeyDialog({ created, onClose }: Props) {
  return (
    <OneTimeDialog
      label={`The key of ${created.name}`}
      title={`“${created.name}” is ready`}
      what="key"
      text={created.key}
      warning="Copy the key now. It is not stored and cannot be shown again."
      footer={<FirstRequest created={created} />}
      onClose={onClose}
    >
      <FirstCall created={created} />
    </OneTimeDialog>
  );
}
