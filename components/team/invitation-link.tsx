"use client";

import { Instant } from "@/components/ui/instant";
import type { CreatedInvitation } from "@/lib/team/team-api";
import { OneTimeLink } from "./one-time-link";
import { ROLE_WORDS } from "./role-words";

type Props = { created: CreatedInvitation; onClose: () => void };

/** The one time that an invitation's link is in sight, and whether it was sent. */
export function InvitationLink({ created, onClose }: Props) {
  const { link, role, email, expiresAt, sentAt, sendProblem } = created;
  const isSent = sentAt !== null;
  return (
    <OneTimeLink
      label="The invitation"
      title={isSent ? `The invitation was sent to ${email}` : "The invitation is ready"}
      {...{ link, isSent, onClose }}
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
    </OneTimeLink>
  );
}
