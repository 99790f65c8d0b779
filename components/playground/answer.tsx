"use client";

import { CircleStop, Trophy } from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { lazy } from "@/components/ui/lazy";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Message } from "@/lib/conversations/api";
import { readToolCalls } from "@/lib/conversations/tool-calls";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { AnswerFailure } from "./answer-failure";
import { AnswerText } from "./answer-text";
import type { ConversationStream } from "./conversation-stream";
import { DrawnImage } from "./drawn-image";
import { readFacts } from "./facts";
import { GenerationFacts } from "./generation-facts";
import { isDrawnImage } from "./markdown/safe-url";
import { Reasoning } from "./reasoning";
import { ToolCalls } from "./tool-calls";
import { useLive } from "./use-conversation-stream";

const AnswerHops = lazy(() => import("./answer-hops"));
const SchemaVerdict = lazy(() => import("./schema-verdict"));

type Props = {
  message: Message;
  /** The pane's model, for an answer that has no generation. */
  model: string;
  /** What the pane is called while nobody is to know its model; then there are no facts either. */
  alias: string | null;
  /** Voted the best of its row. */
  best: boolean;
  row: CatalogModel | null;
  stream: ConversationStream | null;
  /** Among the answers to the same question. */
  fastest: boolean;
  cheapest: boolean;
  /** The last of its pane: only that one can be asked for again. */
  onRetry: (() => void) | null;
  onSwitchModel: (() => void) | null;
  /** What can be done with it. */
  tools: ReactNode;
  /** Takes what the called tools answer, where the model waits for that. @returns whether it went on */
  onResults: ((results: string[]) => Promise<boolean>) | null;
};

/** How an answer is called, for those who cannot see whose it is. */
export const answerLabel = (model: string): string => `Answer of ${model}`;

/** One answer: what was thought, what was said, what went wrong, and what it took. */
export function Answer(props: Props) {
  "use memo";
  const { message, model, alias, row, stream, onRetry, onSwitchModel } = props;
  const live = useLive(stream, message.generation?.id ?? null);
  const generation = live?.generation ?? message.generation;
  const completion = live?.completion ?? null;
  const running = generation?.state === "running";
  const asked = alias ?? generation?.models[0] ?? model;

  // The record takes over from the stream once it holds the answer.
  const recorded =
    message.content !== "" ||
    message.reasoning !== "" ||
    message.images.length > 0 ||
    message.toolCalls.length > 0;
  const text = recorded ? message.content : (completion?.text ?? "");
  const reasoning = recorded ? message.reasoning : (completion?.reasoning ?? "");
  const images = (recorded ? message.images : (completion?.images ?? [])).filter(isDrawnImage);
  const calls = recorded ? message.toolCalls : readToolCalls(completion?.toolCalls ?? []);
  const failure = generation?.failure ?? (running ? null : (completion?.failure ?? null));
  const nothing = text === "" && reasoning === "" && images.length === 0 && calls.length === 0;

  return (
    <article aria-label={answerLabel(asked)} aria-busy={running} className="py-4">
      <p className="mb-1.5 flex items-center gap-2 font-mono text-xs text-muted">
        {asked}
        {props.best && (
          <Badge tone="ok">
            <Trophy aria-hidden className="size-3" /> Voted best
          </Badge>
        )}
        {running && <span aria-hidden className="size-1.5 animate-pulse-live rounded-full bg-accent" />}
      </p>
      {generation && generation.models.length > 1 && (
        <Suspense>
          <AnswerHops generation={generation} completion={completion} />
        </Suspense>
      )}
      {reasoning !== "" && (
        <Reasoning
          key={`thoughts ${message.id}`}
          text={reasoning}
          live={running && text === ""}
          tookMs={alias === null ? (live?.thoughtMs ?? null) : null}
        />
      )}
      {text !== "" && <AnswerText key={message.id} text={text} live={running} />}
      {images.map((source, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: images only ever come at the end
        <DrawnImage key={index} source={source} by={asked} number={index + 1} />
      ))}
      {calls.length > 0 && (
        <ToolCalls
          key={`calls ${message.id}`}
          calls={calls}
          live={running}
          onResults={generation?.state === "finished" ? props.onResults : null}
        />
      )}
      {message.answerSchema && !running && text !== "" && (
        <Suspense>
          <SchemaVerdict text={text} schema={message.answerSchema} />
        </Suspense>
      )}
      {nothing && running && <p className="text-base text-faint">Waiting for the first token…</p>}
      {generation?.state === "cancelled" && (
        <p className="mt-2 flex items-center gap-1.5 text-muted">
          <CircleStop aria-hidden className="size-4" /> Stopped. What had arrived is kept; the provider may
          bill more.
        </p>
      )}
      {failure && <AnswerFailure failure={failure} onRetry={onRetry} onSwitchModel={onSwitchModel} />}
      {alias !== null && (
        <div className="mt-3 flex items-center justify-end text-xs text-muted">
          {props.tools}
          {text !== "" && <CopyButton text={() => revealHidden(text)} label="Copy answer" />}
        </div>
      )}
      {generation && alias === null && (
        <GenerationFacts
          generation={generation}
          completion={completion}
          facts={readFacts(generation, completion, row)}
          guess={live?.guess ?? null}
          text={text}
          fastest={props.fastest}
          cheapest={props.cheapest}
          tools={props.tools}
        />
      )}
    </article>
  );
}
