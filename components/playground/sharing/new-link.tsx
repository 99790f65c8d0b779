"use client";

import { useEffect, useId, useRef } from "react";
import { CopyButton } from "@/components/ui/copy-button";

/** A link that has just been made. Its token is kept nowhere, so this is the one time that it is seen. */
export function NewLink({ token }: { token: string }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const link = `${location.origin}/shared/${token}`;
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="rounded-box bg-ok-soft p-3">
      <label htmlFor={id} className="font-medium">
        The link
      </label>
      <p className="text-xs text-muted">Copy it now: it is not shown again.</p>
      <div className="mt-2 flex items-center gap-1">
        <input
          id={id}
          ref={field}
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
          className="h-8 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2.5 font-mono text-xs touch:h-11"
        />
        <CopyButton size="icon" text={link} label="Copy the link" />
      </div>
    </div>
  );
}
