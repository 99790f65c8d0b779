"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { IconButton } from "./button";
import { type Room, Td, Tr } from "./table";

export type Fact = { name: string; value: ReactNode };
/** `until`: for what has a column with less room than the others. */
export type RestFact = Fact & { until?: Room };

const UNTIL: Record<Room, string> = {
  ...{ md: "md:hidden", xl: "xl:hidden", "2xl": "2xl:hidden" },
  panel: "@2xl:hidden",
};
/** An open row and its rest are one. */
const OPEN: Record<Room, string> = {
  ...{ md: "max-md:border-0", xl: "max-xl:border-0", "2xl": "max-2xl:border-0" },
  panel: "@max-2xl:border-0",
};

type Props = {
  /** What the row is about, for the name of its button. */
  about: string;
  children: ReactNode;
  /** What the wide columns say, for phones, which do not show them. */
  rest: readonly RestFact[];
  /** From how much room on there is a column for all of that. */
  until?: Room;
  className?: string | undefined;
};

/** The head of the column that such rows open by. */
export const UnfoldTh = ({ until = "md" }: { until?: Room }) => (
  <th className={clsx("w-8 border-b border-line", UNTIL[until])} aria-hidden />
);

/** A table row that keeps its telling cells on a phone and opens for the rest; on wider screens it is a row like any. */
export function UnfoldRow({ about, children, rest, until = "md", className }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Tr
        // What is cut off in a closed row is written out in an open one: a finger has no tips.
        className={clsx(open && [OPEN[until], "[&_.truncate]:whitespace-normal"], className)}
      >
        {children}
        <Td className={clsx("w-8 pl-0 text-right", UNTIL[until])}>
          <IconButton
            size="icon-sm"
            label={`${open ? "Less" : "More"} about ${about}`}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown aria-hidden className={clsx("transition-transform", open && "rotate-180")} />
          </IconButton>
        </Td>
      </Tr>
      <tr id={id} className={clsx("border-b border-line", UNTIL[until], !open && "hidden")}>
        <td colSpan={99} className="pb-3">
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-1.5">
            {rest.map(({ name, value, until: from }) => (
              <Fragment key={name}>
                <dt className={clsx("text-xs leading-5 text-muted", from && UNTIL[from])}>{name}</dt>
                <dd className={clsx("text-right tabular-nums", from && UNTIL[from])}>{value}</dd>
              </Fragment>
            ))}
          </dl>
        </td>
      </tr>
    </>
  );
}
