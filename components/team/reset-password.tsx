"use client";

import { DoorSkeleton } from "./door-skeleton";
import { LinkCheck } from "./link-check";
import { lookUpReset } from "./member-queries";
import { NewPasswordForm } from "./new-password-form";
import { ResetRequestForm } from "./reset-request-form";
import { useLinkToken } from "./use-link-token";

/** Asks for a link to set another password; whoever has one sets it. */
export function ResetPassword({ sendsMail }: { sendsMail: boolean }) {
  const token = useLinkToken();
  if (token === undefined) return <DoorSkeleton />;
  if (token === "") return <ResetRequestForm sendsMail={sendsMail} />;
  return (
    <LinkCheck title="Set another password" token={token} lookUp={lookUpReset}>
      {({ email }) => <NewPasswordForm key={token} token={token} email={email} />}
    </LinkCheck>
  );
}
