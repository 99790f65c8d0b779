"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Instant } from "@/components/ui/instant";
import type { CreatedInvitation } from "@/lib/team/team-api";
import { ROLE_WORDS } from "./role-words";

type Props = { created: CreatedInvitation; onClose: () => void };

/** The one time that an invitation's link is in sight. */
export function InvitationLink({ created, onClose }: Props) {
  const { link, role, email, expiresAt } = created;
  return (
    <Dialog label="The invitation" onClose={onClose} className="w-[min(100%-32px,40rem)]!">
      <div className="space-y-4 p-5">
        <header>
          <h2 className="text-base font-semibold">The invitation is ready</h2>
          <p className="mt-1 flex gap-2 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            Copy the link now. It is not stored and cannot be shown again.
          </p>
        </header>
        <div className="flex items-center gap-1">
          <code className="min-w-0 flex-1 rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere select-all">
            {link}
          </code>
          <CopyButton text={link} label="Copy the link" size="icon" />
        </div>
        <p className="text-muted">
          {ROLE_WORDS[role].label}, for {email ?? "whoever has the link"}. It works once, until{" "}
          <Instant at={expiresAt} />.
        </p>
        <div className="flex justify-end">
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    </Dialog>
  );
}
