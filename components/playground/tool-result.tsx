"use client";

import { CornerDownRight } from "lucide-react";
import type { Message } from "@/lib/conversations/api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { RawText } from "./raw-text";

/** What a tool answered, as it was written. */
export function ToolResult({ name, text }: { name: string; text: string }) {
  "use memo";
  return (
    <section aria-label={`Result of ${name}`} className="rounded-box border border-line">
      <p className="flex items-center gap-2 px-3 pt-2 text-xs">
        <CornerDownRight aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="min-w-0 truncate font-mono">{revealHidden(name)}</span>
        <span className="shrink-0 text-muted">answered</span>
      </p>
      <RawText text={text} empty="nothing" />
    </section>
  );
}

/** Which tool a result is of: results stand after the calls, in their order. */
export function calledBy(messages: readonly Message[], index: number): string {
  const caller = messages.findLastIndex(({ role }, at) => at < index && role === "assistant");
  return messages[caller]?.toolCalls[index - caller - 1]?.name || "a tool";
}
