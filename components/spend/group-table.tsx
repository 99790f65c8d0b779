"use client";

import { Swatch } from "@/components/charts/swatch";
import { DIMENSION_WORDS } from "@/components/filters/dimension-words";
import { Select } from "@/components/ui/select";
import { SortHeader } from "@/components/ui/sort-header";
import { Table, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import { sharesOf } from "@/lib/spend/derived-figures";
import { type Overview, RANKS } from "@/lib/spend/overview-api";
import { FiguresRow } from "./figures-row";
import { GroupRow } from "./group-row";
import { behindRest } from "./narrow";
import { groupsTitle, type Rank, seriesKey } from "./overview-sheets";
import type { SpendView } from "./use-spend-view";

type Props = { overview: Overview; view: SpendView; colours: ReadonlyMap<string, string> };

const RANK_WORDS: Record<Rank, string> = {
  cost: "spend",
  generations: "generations",
  tokens: "tokens",
  errors: "errors",
  latency: "time to first token",
};

/** The groups in full, best first; the last line is what the tiles say. */
export function GroupTable({ overview, view, colours }: Props) {
  "use memo";
  const { groups, groupCount, rest, totals, from, to, timeZone, groupBy, overlapping } = overview;
  const { choices, account, params, change } = view;
  const { name } = DIMENSION_WORDS[groupBy];
  const many = groupsTitle(groupBy).toLowerCase();
  const figures = [...groups.map((group) => group.figures), ...(rest ? [rest] : [])];
  const shares = sharesOf(
    figures.map(({ cost }) => cost),
    totals.cost,
  );
  const othersName = `Other ${formatCount(groupCount - groups.length)} ${many}`;
  const beyond =
    rest &&
    behindRest(
      choices,
      groupBy,
      groups.map(({ key }) => key),
    );
  const head = (rank: Rank, label: string) => ({
    ...{ label, numeric: true, sorted: params.rank === rank ? ("descending" as const) : null },
    onSort: () => params.rank !== rank && change({ rank }),
  });
  return (
    <>
      <Select
        label="Ranked by"
        value={params.rank}
        onChange={({ target }) => change({ rank: target.value as Rank })}
        className="mb-2 xl:hidden"
      >
        {RANKS.map((rank) => (
          <option key={rank} value={rank}>{`By ${RANK_WORDS[rank]}`}</option>
        ))}
      </Select>
      <Table label={`Spend by ${name.toLowerCase()}`} aria-label={`Spend by ${name.toLowerCase()}`}>
        <thead>
          <tr>
            <Th className="md:min-w-44">{name}</Th>
            <SortHeader {...head("cost", "Spend")} />
            <Th wide className="xl:w-36 xl:min-w-24">
              Share
            </Th>
            <SortHeader wide className="min-w-24" {...head("generations", "Generations")} />
            <SortHeader wide className="min-w-22" {...head("tokens", "Tokens in")} />
            <Th numeric wide="xl">
              Tokens out
            </Th>
            <Th numeric wide="xl" data-tip="Of generations whose cost is known">
              $ per 1k gen.
            </Th>
            <SortHeader wide="xl" className="min-w-22" {...head("latency", "TTFT p50")} />
            <Th numeric wide="xl" data-tip="Completion tokens a second after the first, median">
              Speed
            </Th>
            <SortHeader wide className="min-w-16" {...head("errors", "Errors")} />
            <Th className="w-8">
              <span className="sr-only">More</span>
            </Th>
            <th className="w-8 border-b border-line max-md:hidden xl:hidden" aria-hidden />
          </tr>
        </thead>
        <tbody>
          {groups.map((group, index) => (
            <GroupRow
              key={group.key ?? "\0"}
              group={group}
              share={shares[index] ?? 0}
              colour={colours.get(seriesKey(groupBy, group.key))}
              overview={overview}
              view={view}
            />
          ))}
          {rest && (
            <FiguresRow
              about={othersName}
              name={beyond ? <Others label={othersName} onPick={() => view.narrow(beyond)} /> : undefined}
              figures={rest}
              share={shares.at(-1) ?? 0}
              ranked={params.rank}
              behind={beyond && { account, choices: beyond, from, to, timeZone }}
            />
          )}
        </tbody>
        <tfoot>
          <FiguresRow
            about={groupCount === 1 ? `1 ${name.toLowerCase()}` : `${formatCount(groupCount)} ${many}`}
            figures={totals}
            ranked={params.rank}
            behind={{ account, choices, from, to, timeZone }}
            className="font-medium"
          />
        </tfoot>
      </Table>
      {overlapping && (
        <p className="pt-2 text-xs text-muted">
          A generation counts for each of its {many}, and only once for all of them together: the lines may
          add up to more than the last one.
        </p>
      )}
    </>
  );
}

/** Groups beyond the table; picking them leaves out those that are in it. */
function Others({ label, onPick }: { label: string; onPick: () => void }) {
  return (
    <span className="inline-flex items-center gap-2">
      <Swatch colour={undefined} />
      <button
        type="button"
        data-tip="Show these one by one"
        onClick={onPick}
        className="inline-flex min-h-6 items-center text-left hover:underline touch:min-h-11"
      >
        {label}
      </button>
    </span>
  );
}
