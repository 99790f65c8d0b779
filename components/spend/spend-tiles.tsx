import Link from "next/link";
import type { ReactNode } from "react";
import { AmountCell } from "@/components/charts/amount";
import { type Amount, type AmountKind, amountText } from "@/components/charts/sheet";
import { Duration, Speed, Tokens } from "@/components/ui/figures";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { Choices } from "@/lib/ledger/dimensions";
import { ERROR_STATES, generationsPath } from "@/lib/ledger/paths";
import { averageCost, cacheHits, errorRate } from "@/lib/spend/derived-figures";
import type { Figures, Overview } from "@/lib/spend/overview-api";
import { daysText } from "./bucket-labels";
import { Change } from "./change";

type Props = { overview: Overview; choices: Choices; account: string | undefined };

/** What all of it comes to, and how it has changed. Each figure leads to the generations behind it. */
export function SpendTiles({ overview, choices, account }: Props) {
  "use memo";
  const { totals, from, to, timeZone } = overview;
  const all = { account, choices, from, to, timeZone };
  const behind = generationsPath(all);
  const failed = generationsPath({ ...all, state: ERROR_STATES });
  const unknown = generationsPath({ ...all, cost: "unknown" });
  const tile = (
    name: string,
    kind: AmountKind,
    of: TileProps["of"],
    { href = behind, note }: { href?: string; note?: ReactNode } = {},
  ) => <Tile {...{ overview, name, kind, of, href, note }} />;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, these are figures
    <div role="group" aria-label="Totals">
      <dl className="grid grid-cols-2 gap-x-5 gap-y-5 py-5 sm:grid-cols-4 min-[88rem]:grid-cols-8">
        {tile("Spent", "usd", ({ cost }) => cost, { note: <SpentNote totals={totals} unknown={unknown} /> })}
        {tile("Generations", "count", ({ generations }) => generations)}
        {tile("Average cost", "mean", averageCost, { note: "where it is known" })}
        {tile("Error rate", "share", errorRate, {
          href: failed,
          note: totals.failed > 0 ? `${formatCount(totals.failed)} failed` : "none failed",
        })}
        {tile("Tokens in", "tokens", ({ promptTokens }) => promptTokens, {
          note: beside(totals.completionTokens, (count) => <Tokens count={count} />, "out"),
        })}
        {tile("Cache hits", "share", cacheHits, {
          note: beside(totals.cachedTokens, (count) => <Tokens count={count} />, "cached"),
        })}
        {tile("TTFT p50", "duration", ({ ttftP50Ms }) => ttftP50Ms, {
          note: beside(totals.ttftP95Ms, (ms) => <Duration ms={ms} />, "p95"),
        })}
        {tile("Throughput", "speed", ({ speedP50 }) => speedP50, {
          note: beside(totals.speedP5, (speed) => <Speed tokensPerSecond={speed} />, "p5"),
        })}
      </dl>
    </div>
  );
}

/** A second figure in small; nothing where the first says already that nothing is known. */
const beside = (amount: number | null, draw: (amount: number) => ReactNode, name: string): ReactNode =>
  amount !== null && (
    <span className="whitespace-nowrap">
      {draw(amount)} {name}
    </span>
  );

type TileProps = {
  overview: Overview;
  name: string;
  kind: AmountKind;
  of: (figures: Figures) => Amount;
  href: string;
  note: ReactNode;
};

function Tile({ overview: { totals, before, timeZone }, name, kind, of, href, note }: TileProps) {
  "use memo";
  const amount = of(totals);
  const was = before && of(before.totals);
  const tip =
    before === null
      ? "Not the whole of the time before is on record."
      : was === null
        ? "Nothing is known of the time before."
        : `${amountText(kind, was)} before, ${daysText(before.from, before.to, timeZone)}`;
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold whitespace-nowrap">
        <Link
          href={href}
          prefetch={false}
          className="inline-flex min-h-7 items-center decoration-line-strong decoration-1 underline-offset-4 hover:underline touch:min-h-11"
        >
          <AmountCell kind={kind} amount={amount} />
        </Link>
      </dd>
      <dd className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-muted">
        <Change now={amount} before={was} tip={tip} />
        {note && <span>{note}</span>}
      </dd>
    </div>
  );
}

function SpentNote({
  totals: { unknown: count, upstreamCost },
  unknown,
}: {
  totals: Figures;
  unknown: string;
}) {
  "use memo";
  return (
    <>
      {count > 0 ? (
        <Link
          href={unknown}
          prefetch={false}
          className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:text-ink touch:min-h-11"
        >
          + {formatCount(count)} of unknown cost
        </Link>
      ) : (
        "every cost is known"
      )}
      {upstreamCost !== 0n && (
        <span className="block" data-tip="Billed by providers for use of the team's own keys there">
          + <Usd amount={upstreamCost} /> at providers
        </span>
      )}
    </>
  );
}
