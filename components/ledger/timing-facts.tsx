import { Facts, UNKNOWN_FACT } from "@/components/ui/facts";
import { Duration } from "@/components/ui/figures";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { formatDuration } from "@/lib/core/format-measures";
import type { GenerationDetails } from "@/lib/ledger/api";
import { type Stretch, stretches } from "./timing";

const COLOURS: Record<Stretch["name"], string> = {
  Preparing: "var(--color-ink)",
  Waiting: "var(--color-chart-other)",
  Answering: "var(--color-chart-2)",
};

type Props = { details: GenerationDetails; now: Date; timeZone: string | null };

/** When everything happened, drawn to scale and written out. `now` ends the line of one that still runs. */
export function TimingFacts({ details, now, timeZone }: Props) {
  "use memo";
  const { startedAt, sentAt, endedAt, settledAt, confirmedAt, ttftMs, durationMs, upstreamLatencyMs } =
    details;
  const moment = (at: Date | null) => (at ? <After start={startedAt} at={at} /> : UNKNOWN_FACT);
  const facts = [
    { name: "Started", value: <Instant at={startedAt} {...(timeZone && { timeZone })} /> },
    { name: "Sent", value: moment(sentAt) },
    { name: "First token after", value: <Duration ms={ttftMs} /> },
    { name: "Took", value: <Duration ms={durationMs} /> },
    { name: "Ended", value: moment(endedAt) },
    { name: "Settled", value: moment(settledAt) },
    { name: "Confirmed", value: moment(confirmedAt) },
    { name: "Upstream's latency", value: <Duration ms={upstreamLatencyMs} /> },
  ];
  return (
    <Panel title="Timing" hint={timeZone && `${timeZone.replaceAll("_", " ")} time`}>
      <Timeline parts={stretches(details, now)} />
      <Facts facts={facts} />
    </Panel>
  );
}

/** A later moment, told by its distance from the start; the instant itself is in the tooltip. */
function After({ start, at }: { start: Date; at: Date }) {
  "use memo";
  return (
    <time dateTime={at.toISOString()} data-tip={at.toISOString()}>
      + {formatDuration(at.getTime() - start.getTime())}
    </time>
  );
}

function Timeline({ parts }: { parts: readonly Stretch[] }) {
  "use memo";
  const end = parts.at(-1)?.to ?? 0;
  if (end === 0) return null;
  return (
    <figure className="pb-5">
      <svg aria-hidden viewBox="0 0 1000 10" preserveAspectRatio="none" className="h-2.5 w-full rounded-sm">
        {parts.map(({ name, from, to }) => (
          // A short stretch keeps a sliver of its own.
          <rect
            key={name}
            x={(from / end) * 1000}
            width={Math.max(2, ((to - from) / end) * 1000)}
            height="10"
            fill={COLOURS[name]}
          />
        ))}
      </svg>
      <figcaption className="flex flex-wrap gap-x-5 gap-y-1 pt-2 text-xs text-muted">
        {parts.map(({ name, from, to }) => (
          <span key={name} className="inline-flex items-center gap-1.5">
            <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
              <rect width="10" height="10" rx="2.5" fill={COLOURS[name]} />
            </svg>
            {name} <span className="text-ink">{formatDuration(to - from)}</span>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
