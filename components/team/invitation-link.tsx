"use client";

import { Instant } from "@/components/ui/instant";
import { OneTimeDialog } from "@/components/ui/one-time-dialog";
import type { CreatedInvitation } from "@/lib/team/team-api";
import { ROLE_WORDS } from "./role-words";

type Props = { created: CreatedInvitation; onClose: () => void };

/** The one time that an invitation's link is in sight, and whether it was sent. */
export function InvitationLink({ created, onClose }: Props) {
  const { link, role, email, expiresAt, sentAt, sendProblem } = created;
  const isSent = sentAt !== null;
  return (
    <OneTimeDialog
      label="The invitation"
      title={isSent ? `The invitation was sent to ${email}` : "The invitation is ready"}
      what="link"
      text={link}
      warning="Copy the link now. It is not stored and cannot be shown again."
      isSafe={isSent}
      onClose={onClose}
    >
      {sendProblem && (
        <p role="alert" className="text-danger">
          It could not be sent: {sendProblem} Pass the link on yourself.
        </p>
      )}
      <p className="text-muted wrap-anywhere">
        {ROLE_WORDS[role].label}, for {email ?? "whoever has the link"}. It works once, until{" "}
        <Instant at={expiresAt} />.
      </p>
    </OneTimeDialog>
  );
}
