"use client";

import { Instant } from "@/components/ui/instant";
import { OneTimeDialog } from "@/components/ui/one-time-dialog";
import type { ResetLink } from "@/lib/team/team-api";

type Props = { name: string; made: ResetLink; onClose: () => void };

/** The one time that a link is in sight with which a member sets another password. */
export function ResetLinkDialog({ name, made: { link, expiresAt }, onClose }: Props) {
  return (
    <OneTimeDialog
      label="The reset link"
      title={`The reset link for ${name}`}
      what="link"
      text={link}
      warning="Copy the link now. It is not stored and cannot be shown again."
      onClose={onClose}
    >
      <p className="text-muted">
        It works once, until <Instant at={expiresAt} />. The password of now opens Patchbay until another is
        set.
      </p>
    </OneTimeDialog>
  );
}
