"use client";

import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { IconButton } from "./button";
import { Td, Tr } from "./table";

export type Fact = { name: string; value: ReactNode };

type Props = {
  /** What the row is about, for the name of its button. */
  about: string;
  children: ReactNode;
  /** What the wide columns say, for phones, which do not show them. */
  rest: readonly Fact[];
  className?: string | undefined;
};

/** The head of the column that such rows open by. */
export const UnfoldTh = () => <th className="w-8 border-b border-line md:hidden" aria-hidden />;

/** A table row that keeps its telling cells on a phone and opens for the rest; on wider screens it is a row like any. */
export function UnfoldRow({ about, children, rest, className }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Tr className={clsx(open && "max-md:border-0", className)}>
        {children}
        <Td className="w-8 pl-0 text-right md:hidden">
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
      <tr id={id} className={clsx("border-b border-line md:hidden", !open && "hidden")}>
        <td colSpan={99} className="pb-3">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
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
