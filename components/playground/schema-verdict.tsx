"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";
import type { Verdict } from "@/lib/conversations/judge-answer";
import { revealHidden } from "@/lib/core/reveal-hidden";

type Props = { text: string; schema: Readonly<Record<string, unknown>> };

/** Whether an answer is what its schema asked for, and if not, where. */
export default function SchemaVerdict({ text, schema }: Props) {
  const verdict = useVerdict(text, schema);
  if (!verdict) return null;
  if (verdict.kind === "fits")
    return (
      <p className="mt-2 flex items-center gap-1.5 text-xs text-ok">
        <Check aria-hidden className="size-3.5" /> Fits the schema
      </p>
    );
  if (verdict.kind === "unknown")
    return <p className="mt-2 text-xs text-muted">Not checked against the schema. {verdict.why}</p>;
  return (
    <div className="mt-2 text-xs">
      <p className="flex items-center gap-1.5 text-warn">
        <TriangleAlert aria-hidden className="size-3.5" /> Does not fit the schema
        {verdict.kind === "unreadable" && ": it is not JSON"}
      </p>
      {verdict.kind === "misfits" && (
        <ul aria-label="Where it does not fit" className="mt-1 space-y-0.5 pl-5">
          {verdict.errors.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="wrap-anywhere">
              <span className="font-mono">{revealHidden(path) || "the whole"}</span>
              <span className="text-muted"> {revealHidden(message)}</span>
            </li>
          ))}
          {verdict.more > 0 && <li className="text-muted">and {verdict.more} more</li>}
        </ul>
      )}
    </div>
  );
}

/** Milliseconds; a pattern in a schema may never come to an end. */
const PATIENCE = 2_000;

/** Judged beside the page, where it can be stopped. */
function useVerdict(text: string, schema: Readonly<Record<string, unknown>>): Verdict | null {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const asked = JSON.stringify(schema);
  useEffect(() => {
    const worker = new Worker(new URL("./judge.worker.ts", import.meta.url), { type: "module" });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = (found: Verdict) => {
      clearTimeout(timer);
      worker.terminate();
      setVerdict(found);
    };
    worker.onmessage = ({ data }: MessageEvent<Verdict | null>) => {
      if (data) return settle(data);
      // It is ready.
      worker.postMessage({ text, schema: JSON.parse(asked) });
      timer = setTimeout(() => settle({ kind: "unknown", why: "It took too long." }), PATIENCE);
    };
    worker.onerror = () => settle({ kind: "unknown", why: "The browser could not do it." });
    return () => {
      clearTimeout(timer);
      worker.terminate();
    };
  }, [text, asked]);
  return verdict;
}
