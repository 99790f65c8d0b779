"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./button";

type Props = { text: string | (() => string); label?: string; size?: "icon" | "icon-sm" };

/** Copies a text and says so in place. */
export function CopyButton({ text, label = "Copy", size = "icon-sm" }: Props) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  const name = state === "copied" ? "Copied" : state === "failed" ? "The browser refused to copy" : label;
  return (
    <>
      <IconButton label={name} size={size} onClick={() => void copy()}>
        {state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
      <span className="sr-only" role="status">
        {state === "idle" ? "" : name}
      </span>
    </>
  );
}
