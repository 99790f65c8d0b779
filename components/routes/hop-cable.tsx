import clsx from "clsx";
import type { Hop } from "@/lib/ledger/hops";

type Outcome = Hop["outcome"] | null;
type Props = {
  /** What became of the hop; null before anything was asked. */
  outcome: Outcome;
  /** Where its cable leads: to another hop, to a place for one, or nowhere. */
  leads: "hop" | "open" | null;
};

/** A hop's jack, and the cable from it to the next one. What it says in colours, the hop says in words. */
export function HopCable({ outcome, leads }: Props) {
  const failed = outcome === "failed" || outcome === "silent";
  return (
    <>
      {leads && <Cable look={failed ? "broken" : leads === "hop" && outcome === null ? "plugged" : "idle"} />}
      <Jack outcome={outcome} />
    </>
  );
}

/** Where the requests come in. */
export function Plug() {
  return (
    <>
      <Cable look="plugged" />
      <span aria-hidden className="absolute top-3 left-1.5 size-4 rounded-xs bg-accent" />
    </>
  );
}

/** Where another hop could be plugged in. */
export const OpenJack = () => (
  <span
    aria-hidden
    className="absolute top-3 left-1.5 size-4 rounded-full border-2 border-dashed border-line-strong bg-canvas"
  />
);

const CABLES = {
  plugged: "stroke-accent",
  broken: "stroke-danger [stroke-dasharray:6_5]",
  idle: "stroke-line-strong [stroke-dasharray:2_5]",
} as const;

/** Hangs from one jack to the next, however far that is: both stand at the same height of their items. */
function Cable({ look }: { look: keyof typeof CABLES }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 28 100"
      preserveAspectRatio="none"
      className="pointer-events-none absolute top-5 left-0 h-full w-7 overflow-visible"
    >
      <path
        d="M14 0 C -5 24, -5 76, 14 100"
        fill="none"
        vectorEffect="non-scaling-stroke"
        strokeWidth="2.5"
        strokeLinecap="round"
        className={clsx("transition-colors", CABLES[look])}
      />
    </svg>
  );
}

function Jack({ outcome }: { outcome: Outcome }) {
  return (
    <span
      aria-hidden
      className={clsx(
        "absolute top-3 left-1.5 size-4 rounded-full border-2 transition-colors",
        outcome === "failed" || outcome === "silent"
          ? "border-danger bg-danger"
          : outcome === "answered"
            ? "border-ok bg-ok"
            : outcome === "answering"
              ? "animate-pulse-live border-accent bg-accent"
              : outcome === null
                ? "border-accent bg-canvas"
                : "border-line-strong bg-canvas",
      )}
    />
  );
}
