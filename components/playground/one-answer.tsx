"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { findModel } from "@/lib/catalog/find-model";
import { readAttempts } from "@/lib/chat/attempts";
import { describeFailure } from "@/lib/core/failure";
import { type Hop, hopsOf } from "@/lib/ledger/hops";
import Announcer from "./announcer";
import { Answer } from "./answer";
import { conversationQuery } from "./queries";
import { useConversationStream, useLive } from "./use-conversation-stream";

type Props = {
  conversationId: string;
  generationId: string;
  /** Hears what becomes of each model of the chain, as soon as it is told. */
  onHops: (hops: readonly Hop[]) => void;
};

/** One answer of a conversation, as it arrives, on whatever page. */
export default function OneAnswer({ conversationId, generationId, onHops }: Props) {
  const query = useQuery(conversationQuery(conversationId));
  const models = useQuery(catalogQuery).data?.models ?? [];
  const stream = useConversationStream(query.data ? conversationId : null, false);
  const live = useLive(stream, generationId);
  const messages = query.data?.panes.flatMap((pane) => pane.messages) ?? [];
  const message = messages.find(({ generation }) => generation?.id === generationId);
  const generation = live?.generation ?? message?.generation ?? null;
  const completion = live?.completion ?? null;
  const attempts = generation?.attempts ?? (completion && readAttempts(completion.routing));
  const hops = generation ? hopsOf({ ...generation, attempts }, models, completion?.model ?? null) : [];
  const told = JSON.stringify(hops);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is told anew is news
  useEffect(() => {
    if (hops.length > 0) onHops(hops);
  }, [told]);

  if (query.error) return <FailureNotice compact failure={describeFailure(query.error)} />;
  if (!query.data || !message) return <Skeleton className="my-4 h-16 w-full" />;
  const asked = generation?.models[0] ?? "";
  return (
    <>
      <Answer
        message={message}
        model={asked}
        alias={null}
        best={false}
        row={findModel(models, asked)}
        stream={stream}
        fastest={false}
        cheapest={false}
        onRetry={null}
        onSwitchModel={null}
        tools={null}
        onResults={null}
      />
      <p role="status" aria-live="polite" className="sr-only">
        <Announcer conversation={query.data} />
      </p>
    </>
  );
}
