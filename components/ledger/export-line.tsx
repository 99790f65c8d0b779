"use client";

import { X } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { formatCount } from "@/lib/core/format";
import { formatBytes } from "@/lib/core/format-measures";
import type { useExport } from "./use-export";

/** How far an export is, with a way to end it; or what became of it. */
export function ExportLine({ exporting }: { exporting: ReturnType<typeof useExport> }) {
  "use memo";
  const { progress, failure, cancel, dismiss } = exporting;
  if (failure) {
    const close = (
      <IconButton size="icon-sm" label="Dismiss" onClick={dismiss}>
        <X aria-hidden />
      </IconButton>
    );
    return <FailureNotice compact failure={failure} actions={close} className="m-3" />;
  }
  if (!progress) return null;
  const { format, rows, bytes, total } = progress;
  return (
    <div className="flex items-center gap-3 border-b border-line bg-sunken px-4 py-1.5 text-xs sm:px-6">
      <progress
        aria-label={`Exporting ${format.toUpperCase()}`}
        className="h-1.5 w-32 accent-accent max-sm:w-16"
        {...(total !== null && { max: Math.max(1, total), value: Math.min(rows, total) })}
      />
      <span>
        {formatCount(rows)}
        {total !== null && ` of ${formatCount(total)}`} rows · {formatBytes(bytes)}
      </span>
      <Button size="sm" onClick={cancel} className="ml-auto">
        Cancel
      </Button>
    </div>
  );
}
