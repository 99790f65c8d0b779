"use client";

import { GitCompareArrows } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import type { Conversation } from "@/lib/conversations/api";

const CompareAnswers = lazy(() => import("./compare-answers"));

/** Leads to what two answers have in common and what not, once there are two. */
export default function CompareButton({ conversation }: { conversation: Conversation }) {
  "use memo";
  const [open, setOpen] = useState(false);
  const answers = conversation.panes
    .flatMap(({ messages }) => messages)
    .filter(({ role, content }) => role === "assistant" && content !== "");
  if (answers.length < 2 && !answers.some(({ siblings }) => siblings.length > 1)) return null;
  return (
    <>
      <Button
        size="sm"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        data-tip="Two answers side by side, word by word"
      >
        <GitCompareArrows aria-hidden />
        <span className="@max-6xl:sr-only">Compare answers</span>
      </Button>
      <Suspense>
        {open && <CompareAnswers conversation={conversation} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
