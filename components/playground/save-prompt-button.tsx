"use client";

import { BookmarkCheck, BookmarkPlus } from "lucide-react";
import { Suspense, useEffect, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";

const SavePrompt = lazy(() => import("./save-prompt"));

/** Leads to the prompt library, and says that the text has arrived there. */
export default function SavePromptButton({ text }: { text: string }) {
  const [state, setState] = useState<"idle" | "saving" | "saved">("idle");
  useEffect(() => {
    if (state !== "saved") return;
    const timer = setTimeout(() => setState("idle"), 2400);
    return () => clearTimeout(timer);
  }, [state]);
  const label = state === "saved" ? "Saved as prompt" : "Save as prompt";
  return (
    <>
      <IconButton size="icon-sm" label={label} onClick={() => setState("saving")}>
        {state === "saved" ? <BookmarkCheck aria-hidden /> : <BookmarkPlus aria-hidden />}
      </IconButton>
      <span className="sr-only" role="status">
        {state === "saved" ? label : ""}
      </span>
      <Suspense>
        {state === "saving" && (
          <SavePrompt
            text={text}
            onSaved={() => setState("saved")}
            onClose={() => setState((now) => (now === "saved" ? now : "idle"))}
          />
        )}
      </Suspense>
    </>
  );
}
