"use client";

import type { ReactNode } from "react";
import { AccountNotice } from "@/components/filters/account-notice";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Duration, Speed, Tokens } from "@/components/ui/figures";
import { LinkButton } from "@/components/ui/link-button";
import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { GenerationDetails as Details } from "@/lib/ledger/api";
import { Cost } from "./cost";
import { MoneyFacts } from "./money-facts";
import { RecordFacts } from "./record-facts";
import { RoutingFacts } from "./routing-facts";
import { TimingFacts } from "./timing-facts";
import { UsageFacts } from "./usage-facts";

type Props = { details: Details; now: Date; timeZone: string | null };

/** All that is known of a generation, in two columns where there is room for them. `now` ends what still runs. */
export function GenerationBody({ details, now, timeZone }: Props) {
  "use memo";
  return (
    <div className="@container">
      {!details.account.isCurrent && <AccountNotice account={details.account} />}
      <Figures details={details} />
      {details.failure && (
        <FailureNotice
          failure={details.failure}
          actions={<AskAgain details={details} />}
          className="mb-5 max-w-160"
        />
      )}
      <div className="grid gap-x-10 @5xl:grid-cols-2">
        <div className="min-w-0">
          <TimingFacts details={details} now={now} timeZone={timeZone} />
          <RoutingFacts details={details} />
        </div>
        <div className="min-w-0">
          <MoneyFacts details={details} />
          <UsageFacts details={details} />
          <RecordFacts details={details} />
        </div>
      </div>
    </div>
  );
}

/** Where the question can be put once more: in its conversation, else in a new one with the same models. */
function AskAgain({ details: { conversationId, models } }: { details: Details }) {
  "use memo";
  const href = conversationId
    ? `/c/${conversationId}`
    : `/?${new URLSearchParams({ models: models.join(",") })}`;
  return (
    <LinkButton size="sm" href={href}>
      {conversationId ? "Ask again in the conversation" : "Ask in the playground"}
    </LinkButton>
  );
}

function Figures({ details }: { details: Details }) {
  "use memo";
  const { ttftMs, durationMs, promptTokens, completionTokens } = details;
  const answering = durationMs !== null && ttftMs !== null ? durationMs - ttftMs : 0;
  const speed = completionTokens !== null && answering > 0 ? (completionTokens / answering) * 1000 : null;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 py-5 sm:flex sm:flex-wrap sm:gap-x-12">
      <Figure name="Cost">
        <Cost generation={details} />
      </Figure>
      <Figure name="Time to first token">
        <Duration ms={ttftMs} />
      </Figure>
      <Figure name="Duration">
        <Duration ms={durationMs} />
      </Figure>
      <Figure name="Speed">
        <Speed tokensPerSecond={speed} />
      </Figure>
      <Figure name="Tokens in">
        <Tokens count={promptTokens} />
      </Figure>
      <Figure name="Tokens out">
        <Tokens count={completionTokens} />
      </Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  "use memo";
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold">{children}</dd>
    </div>
  );
}

/** The same while it is on its way. */
export function DetailsSkeleton() {
  "use memo";
  return (
    <>
      <div className="flex flex-wrap gap-12 py-5">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-11 w-24" />
        ))}
      </div>
      <div className="grid gap-x-10 @5xl:grid-cols-2">
        <SkeletonRows className="border-t border-line" />
        <SkeletonRows className="border-t border-line" />
      </div>
    </>
  );
}
