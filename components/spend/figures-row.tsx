"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { ShareBar, Swatch } from "@/components/charts/swatch";
import { Duration, Speed, Tokens } from "@/components/ui/figures";
import { Td } from "@/components/ui/table";
import { type RestFact, UnfoldRow } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import { formatPercent } from "@/lib/core/format-measures";
import {
  ERROR_STATES,
  type GenerationFilter,
  type GenerationsView,
  generationsPath,
} from "@/lib/ledger/paths";
import { averageCost, knownCost, shareText } from "@/lib/spend/derived-figures";
import type { Figures } from "@/lib/spend/overview-api";
import type { Rank } from "./overview-sheets";

type Props = {
  /** What the row is about, in words. */
  about: string;
  /** The same with what can be done with it. */
  name?: ReactNode;
  figures: Figures;
  /** Tenths of a percent of the whole; absent where it is the whole. */
  share?: number;
  colour?: string | undefined;
  /** Which generations the figures are made of, where a list can show them. */
  behind?: GenerationsView | null;
  /** What the table's order is by: where there is little room it stands below the name, where it is not the spend. */
  ranked?: Rank;
  /** At the end of the row. */
  menu?: ReactNode;
  className?: string;
};

/** One line of the table: what a set of generations comes to, with the ways to them. */
export function FiguresRow({ about, name, figures, share, colour, behind, ranked, menu, className }: Props) {
  "use memo";
  const link = (more: GenerationFilter, children: ReactNode, look?: string) =>
    behind ? (
      <Link
        href={generationsPath({ ...behind, ...more })}
        prefetch={false}
        className={clsx("hover:underline touch:inline-flex touch:min-h-11 touch:items-center", look)}
      >
        {children}
      </Link>
    ) : (
      children
    );
  const { unknown, generations, failed } = figures;
  const shares = share === undefined ? null : shareText(share, figures.cost);
  const cells = {
    generations: link({}, formatCount(generations)),
    in: <Tokens count={figures.promptTokens} />,
    out: <Tokens count={figures.completionTokens} />,
    average: <Usd amount={averageCost(figures, 1000)} />,
    ttft: <Duration ms={figures.ttftP50Ms} />,
    speed: <Speed tokensPerSecond={figures.speedP50} />,
    errors:
      failed === 0 ? (
        <span className="text-faint">0</span>
      ) : (
        <span data-tip={formatPercent(failed / generations)}>
          {link({ state: ERROR_STATES }, formatCount(failed), "text-danger")}
        </span>
      ),
    unknown: link({ cost: "unknown" }, `${formatCount(unknown)} unknown`),
  };
  const order = {
    cost: null,
    generations: (
      <>
        {cells.generations} {generations === 1 ? "generation" : "generations"}
      </>
    ),
    tokens: <>{cells.in} tokens in</>,
    errors: (
      <>
        {cells.errors} {failed === 1 ? "error" : "errors"}
      </>
    ),
    latency: <>{cells.ttft} to the first token</>,
  }[ranked ?? "cost"];
  const rest: RestFact[] = [
    ...(unknown > 0 ? [{ name: "Unknown cost", value: cells.unknown }] : []),
    ...(shares === null ? [] : [{ name: "Share", until: "md" as const, value: shares }]),
    { name: "Generations", until: "md", value: cells.generations },
    { name: "Tokens in", until: "md", value: cells.in },
    { name: "Tokens out", value: cells.out },
    { name: "$ per 1k generations", value: cells.average },
    { name: "TTFT p50", value: cells.ttft },
    { name: "Speed", value: cells.speed },
    { name: "Errors", until: "md", value: cells.errors },
    ...(menu ? [{ name: "Actions", until: "md" as const, value: menu }] : []),
  ];
  return (
    <UnfoldRow about={about} rest={rest} className={className} until="xl">
      <th scope="row" className="py-1.5 pr-2 text-left [font-weight:inherit] md:min-w-44">
        {name ?? (
          <span className="inline-flex items-center gap-2">
            {share !== undefined && <Swatch colour={colour} />}
            {about}
          </span>
        )}
        {order && <span className="block text-xs text-muted xl:hidden">{order}</span>}
      </th>
      <Td numeric>
        {unknown > 0 && (
          <span className="mr-2 text-xs whitespace-nowrap text-muted max-xl:hidden">{cells.unknown} +</span>
        )}
        {link({}, <Usd amount={knownCost(figures)} />)}
      </Td>
      <Td wide>
        {share !== undefined && (
          <span className="flex items-center gap-2">
            <span className="flex-1 max-xl:hidden">
              <ShareBar share={share / 1000} colour={colour} />
            </span>
            <span className="w-12 shrink-0 text-right text-xs text-muted tabular-nums">{shares}</span>
          </span>
        )}
      </Td>
      <Td numeric wide>
        {cells.generations}
      </Td>
      <Td numeric wide>
        {cells.in}
      </Td>
      <Td numeric wide="xl">
        {cells.out}
      </Td>
      <Td numeric wide="xl">
        {cells.average}
      </Td>
      <Td numeric wide="xl">
        {cells.ttft}
      </Td>
      <Td numeric wide="xl">
        {cells.speed}
      </Td>
      <Td numeric wide>
        {cells.errors}
      </Td>
      <Td wide className="w-8 text-right">
        {menu}
      </Td>
    </UnfoldRow>
  );
}
