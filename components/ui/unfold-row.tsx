"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { IconButton } from "./button";
import { type Room, Td, Tr } from "./table";

export type Fact = { name: string; value: ReactNode };

type Props = {
  /** What the row is about, for the name of its button. */
  about: string;
  children: ReactNode;
  /** What the wide columns say, for phones, which do not show them. */
  rest: readonly Fact[];
  className?: string | undefined;
  /** From which room on all columns are there. */
  until?: Room;
};

/** With that much room there is nothing to open. */
const WHOLE: Record<Room, { hidden: string; border: string }> = {
  md: { hidden: "md:hidden", border: "max-md:border-0" },
  xl: { hidden: "xl:hidden", border: "max-xl:border-0" },
  "2xl": { hidden: "2xl:hidden", border: "max-2xl:border-0" },
};

/** The head of the column that such rows open by. */
export const UnfoldTh = ({ until = "md" }: Pick<Props, "until">) => (
  <th className={`w-8 border-b border-line ${WHOLE[until].hidden}`} aria-hidden />
);

/** A table row that keeps its telling cells where there is little room and opens for the rest; with more it is a row like any. */
export function UnfoldRow({ about, children, rest, className, until = "md" }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Tr
        // What is cut off in a closed row is written out in an open one: a finger has no tips.
        className={clsx(open && [WHOLE[until].border, "[&_.truncate]:whitespace-normal"], className)}
      >
        {children}
        <Td className={clsx("w-8 pl-0 text-right", WHOLE[until].hidden)}>
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
      <tr id={id} className={clsx("border-b border-line", WHOLE[until].hidden, !open && "hidden")}>
        <td colSpan={99} className="pb-3">
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-1.5">
            {rest.map(({ name, value }) => (
              <Fragment key={name}>
                <dt className="text-xs leading-5 text-muted">{name}</dt>
                <dd className="text-right tabular-nums">{value}</dd>
              </Fragment>
            ))}
          </dl>
        </td>
      </tr>
    </>
  );
}
