"use client";

import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Swatch } from "@/components/charts/swatch";
import { IconButton } from "@/components/ui/button";
import type { Choices } from "@/lib/ledger/dimensions";
import { sharesOf } from "@/lib/spend/derived-figures";
import type { Group, Overview } from "@/lib/spend/overview-api";
import { FiguresRow } from "./figures-row";
import { behind, behindRest, only } from "./narrow";
import { Narrow, RowMenu } from "./row-actions";
import type { SpendView } from "./use-spend-view";

type Props = {
  group: Group;
  share: number;
  colour: string | undefined;
  overview: Overview;
  view: SpendView;
};

/** A group and, unfolded, what is inside of it. */
export function GroupRow({ group, share, colour, overview, view }: Props) {
  "use memo";
  const [open, setOpen] = useState(false);
  const { key, label, figures, parts, rest } = group;
  const { groupBy, from, to, timeZone } = overview;
  const { choices, account } = view;
  const inside = view.params.inside;
  const here = only(choices, groupBy, key);
  const listed = behind(choices, groupBy, key);
  const within = (choices: Choices | null) => choices && { account, choices, from, to, timeZone };
  const all = [...parts.map((part) => part.figures), ...(rest ? [rest] : [])];
  // Of the group, and not of all: the parts add up to a hundred percent of what stands above them.
  const shares = sharesOf(
    all.map(({ cost }) => cost),
    figures.cost,
  );
  const hasParts = inside !== null && all.length > 0;
  return (
    <>
      <FiguresRow
        ranked={view.params.rank}
        about={label}
        name={
          <span className="flex items-center gap-1">
            {hasParts && (
              <IconButton
                size="icon-sm"
                label={`${open ? "Hide" : "Show"} what is inside of ${label}`}
                aria-expanded={open}
                onClick={() => setOpen(!open)}
                className="-ml-1.5"
              >
                <ChevronRight aria-hidden className={clsx("transition-transform", open && "rotate-90")} />
              </IconButton>
            )}
            <Swatch colour={colour} />
            <Narrow {...{ label, view, dimension: groupBy, value: key, base: choices }} />
          </span>
        }
        figures={figures}
        share={share}
        colour={colour}
        behind={within(listed)}
        menu={
          <RowMenu {...{ label, overview, view, listed, dimension: groupBy, value: key, base: choices }} />
        }
      />
      {open &&
        inside !== null &&
        parts.map((part, index) => {
          const partListed = listed && behind(listed, inside, part.key);
          const about = { label: part.label, view, dimension: inside, value: part.key, base: here };
          return (
            <FiguresRow
              ranked={view.params.rank}
              key={part.key ?? "\0"}
              about={`${part.label} inside of ${label}`}
              name={
                <span className="flex pl-9">
                  <Narrow {...about} />
                </span>
              }
              figures={part.figures}
              share={shares[index] ?? 0}
              colour={colour}
              behind={within(partListed)}
              menu={<RowMenu {...about} overview={overview} listed={partListed} />}
              className="bg-sunken/50 text-muted"
            />
          );
        })}
      {open && inside !== null && rest && (
        <FiguresRow
          ranked={view.params.rank}
          about={`The rest inside of ${label}`}
          name={<span className="block pl-9">The rest</span>}
          figures={rest}
          share={shares.at(-1) ?? 0}
          colour={colour}
          behind={within(
            listed &&
              behindRest(
                listed,
                inside,
                parts.map((part) => part.key),
              ),
          )}
          className="bg-sunken/50 text-muted"
        />
      )}
    </>
  );
}
