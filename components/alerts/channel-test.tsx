"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { AlertChannel, AlertTest } from "@/lib/alerts/alerts-api";
import { describeFailure } from "@/lib/core/failure";
import { testChannel } from "./channel-queries";

/** Sends a test through a channel and shows what the receiver said to it. */
export function ChannelTest({ channel: { id, name, problem } }: { channel: AlertChannel }) {
  const client = useQueryClient();
  const [state, setState] = useState<"idle" | "sending" | AlertTest>("idle");
  const test = async () => {
    setState("sending");
    const answer = await testChannel(client, id).catch((error: unknown) => ({
      ok: false,
      said: describeFailure(error).message,
    }));
    setState(answer);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 pt-1">
      <Button
        size="sm"
        aria-label={`Test “${name}”`}
        disabled={state === "sending" || problem !== null}
        onClick={() => void test()}
      >
        {state === "sending" ? "Sending…" : "Test"}
      </Button>
      <p role="status" className="flex min-w-0 flex-wrap items-center gap-2 text-xs text-muted">
        {typeof state === "object" && (
          <>
            <Badge tone={state.ok ? "ok" : "danger"}>{state.ok ? "Arrived" : "Failed"}</Badge>
            <span className="min-w-0 wrap-anywhere">{state.said}</span>
          </>
        )}
      </p>
    </div>
  );
}
