"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { BreakReport } from "@/lib/routes/break-api";
import { type Breaking, breakEverything } from "./queries";

export type Matrix = ReturnType<typeof useMatrix>;

/** Breaks an arm in every way, and knows how far it has come. It ends with the page. */
export function useMatrix(name: string) {
  const client = useQueryClient();
  const [state, setState] = useState<"idle" | "running" | "stopped">("idle");
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null);
  const [report, setReport] = useState<BreakReport | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);
  return {
    state,
    progress,
    /** The last one that was made here. */
    report,
    failure,
    run: async (breaking: Breaking) => {
      const leave = new AbortController();
      leaving.current = leave;
      const { signal } = leave;
      setState("running");
      setProgress(null);
      setFailure(null);
      try {
        const onProgress = (done: number, of: number) => setProgress({ done, of });
        setReport(await breakEverything(client, name, breaking, { onProgress, signal }));
        setState("idle");
      } catch (error) {
        setState(signal.aborted ? "stopped" : "idle");
        if (!signal.aborted) setFailure(describeFailure(error));
      }
    },
    cancel: () => leaving.current?.abort(),
  };
}
