"use client";

import clsx from "clsx";
import { ArrowUpRight, CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Duration, Speed, Tokens } from "@/components/ui/figures";
import { Usd } from "@/components/ui/usd";
import type { Completion } from "@/lib/chat/completion";
import { revealHidden } from "@/lib/core/reveal-hidden";
import type { Generation } from "@/lib/ledger/api";
import { sayCostState } from "@/lib/ledger/cost-words";
import type { Facts } from "./facts";
import type { Guess } from "./live-figures";
import { RunningTime } from "./running-time";

type Props = {
  generation: Generation;
  completion: Completion | null;
  facts: Facts;
  /** What the browser sees while the ledger does not know yet. */
  guess: Guess | null;
  text: string;
  fastest: boolean;
  cheapest: boolean;
  tools: ReactNode;
};

/** The meter under an answer: what it took, what it cost, who served it. Live while the answer arrives. */
export function GenerationFacts(props: Props) {
  "use memo";
  const { generation, completion, facts, guess, text } = props;
  const running = generation.state === "running";
  const waiting = running && (completion?.firstTokenAt ?? null) === null;
  const seen = running ? guess : null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls, these are figures
    <div
      role="group"
      aria-label="Generation facts"
      className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-xs text-muted"
    >
      {(running || facts.ttftMs !== null) && (
        <Fact name="Time to first token">
          {waiting ? (
            <RunningTime since={generation.startedAt} />
          ) : (
            <Duration {...either("ms", facts.ttftMs, seen?.ttftMs)} />
          )}
        </Fact>
      )}
      {(running || facts.speed !== null) && (
        <Fact name="Speed">
          <Speed {...either("tokensPerSecond", facts.speed, seen?.speed)} />
          {props.fastest && <Mark>fastest</Mark>}
        </Fact>
      )}
      {(running || facts.promptTokens !== null) && (
        <Fact name="Tokens in">
          <Tokens count={facts.promptTokens} /> in
          {facts.cachedTokens !== null && facts.cachedTokens > 0 && (
            <span className="text-faint">
              {" "}
              (<Tokens count={facts.cachedTokens} /> cached)
            </span>
          )}
        </Fact>
      )}
      {(running || facts.completionTokens !== null) && (
        <Fact name="Tokens out">
          <Tokens {...either("count", facts.completionTokens, seen?.completionTokens)} /> out
          {facts.reasoningTokens !== null && facts.reasoningTokens > 0 && (
            <span className="text-faint">
              {" "}
              (<Tokens count={facts.reasoningTokens} /> reasoning)
            </span>
          )}
        </Fact>
      )}
      <Fact name="Cost" className={facts.cost === null ? "" : "font-medium text-ink"}>
        {facts.cost === null && "cost "}
        <Usd amount={facts.cost} />
        {facts.cost !== null && <CostMark generation={generation} />}
        {props.cheapest && <Mark>cheapest</Mark>}
      </Fact>
      {facts.provider !== null && <Fact name="Provider">{facts.provider}</Fact>}
      {facts.answeredBy !== null && (
        <Fact name="Answered by another model" className="text-warn">
          {facts.answeredBy}
        </Fact>
      )}
      {facts.finishReason !== null && (
        <Fact name="Finish reason" className={facts.finishReason === "length" ? "text-warn" : ""}>
          {facts.finishReason}
        </Fact>
      )}
      <span className="ml-auto flex items-center">
        {props.tools}
        {text !== "" && <CopyButton text={() => revealHidden(text)} label="Copy answer" />}
        <Link
          href={`/generations/${generation.id}`}
          prefetch={false}
          className="inline-flex h-7 items-center gap-0.5 rounded-control px-1.5 hover:bg-hover hover:text-ink touch:h-11"
        >
          Details
          <ArrowUpRight aria-hidden className="size-3.5" />
        </Link>
      </span>
    </div>
  );
}

/** What is known, else what it looks like from here, marked as such. */
function either<Name extends string>(name: Name, known: number | null, guessed: number | null | undefined) {
  const approximate = known === null && guessed !== null && guessed !== undefined;
  return { [name]: known ?? guessed ?? null, approximate } as Record<Name, number | null> & {
    approximate: boolean;
  };
}

function Fact({ name, className, children }: { name: string; className?: string; children: ReactNode }) {
  "use memo";
  return (
    <span data-tip={name} className={clsx("whitespace-nowrap", className)}>
      <span className="sr-only">{name}: </span>
      {children}
    </span>
  );
}

/** Whose word the cost is: the stream's own, or the upstream's record of it. */
function CostMark({ generation }: { generation: Generation }) {
  "use memo";
  const state = generation.costState ?? "reported";
  const Sign = state === "confirmed" ? CircleCheck : CircleDashed;
  return (
    <span data-tip={sayCostState(generation)} className="font-normal">
      <Sign
        aria-hidden
        className={clsx(
          "ml-1 inline size-3 align-[-1.5px]",
          state === "confirmed" ? "text-ok" : "text-faint",
        )}
      />
      <span className="sr-only"> {state}</span>
    </span>
  );
}

/** The best figure among the answers to one question. */
function Mark({ children }: { children: string }) {
  return <span className="ml-1 rounded-sm bg-ok-soft px-1 font-normal text-ok">{children}</span>;
}
