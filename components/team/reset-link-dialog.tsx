"use client";

import { Instant } from "@/components/ui/instant";
import type { ResetLink } from "@/lib/team/team-api";
import { OneTimeLink } from "./one-time-link";

type Props = { name: string; made: ResetLink; onClose: () => void };

/** The one time that a link is in sight with which a member sets another password. */
export function ResetLinkDialog({ name, made: { link, expiresAt }, onClose }: Props) {
  return (
    <OneTimeLink label="The reset link" title={`The reset link for ${name}`} {...{ link, onClose }}>
      <p className="text-muted">
        It works once, until <Instant at={expiresAt} />. The password of now opens Patchbay until another is
        set.
      </p>
    </OneTimeLink>
  );
}
