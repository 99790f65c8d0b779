import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { CatalogModel } from "@/lib/catalog/model";
import { formatDay } from "@/lib/core/format-instant";

/** What one must know before choosing. */
export function Notices({
  model: { id, kind, expiresOn },
  target,
}: {
  model: CatalogModel;
  target: string | null;
}) {
  return (
    <>
      {kind === "router" && (
        <Notice>
          It picks another model for every message. What it picks, and so what it costs, can change: an answer
          of <span className="font-mono">{id}</span> cannot be reproduced.
        </Notice>
      )}
      {kind === "alias" && (
        <Notice>
          Stands for {target === null ? "another model" : <span className="font-mono">{target}</span>} at
          present, and for its successor one day.
        </Notice>
      )}
      {kind === "batch" && <Notice>For OpenRouter's batch API alone: it cannot be chatted with.</Notice>}
      {expiresOn !== null && (
        <Notice tone="warn">Going away: it may be gone from {formatDay(expiresOn)} on.</Notice>
      )}
    </>
  );
}

export function Notice({ tone = "plain", children }: { tone?: "plain" | "warn"; children: ReactNode }) {
  return (
    <p
      className={`flex gap-2 rounded-control p-2 ${tone === "warn" ? "bg-warn-soft text-warn" : "bg-hover"}`}
    >
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
