"use client";

import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ComponentProps } from "react";
import { Th } from "./table";

type Props = Omit<ComponentProps<typeof Th>, "children" | "onClick"> & {
  label: string;
  /** Which way the column is sorted; null when it is another one that is. */
  sorted: "ascending" | "descending" | null;
  onSort: () => void;
};

/** The head of a column that sorts its table by it; once more the other way round. */
export function SortHeader({ label, sorted, onSort, numeric, ...rest }: Props) {
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <Th aria-sort={sorted ?? undefined} {...(numeric && { numeric })} {...rest}>
      <button
        type="button"
        onClick={onSort}
        className={clsx(
          "group relative -mx-1 inline-flex h-7 items-center rounded-control px-1 hover:text-ink touch:h-11",
          sorted && "text-ink",
        )}
      >
        {label}
        <Arrow
          aria-hidden
          className={clsx(
            "absolute size-3",
            // Beside the label and not in its way.
            numeric ? "right-full -mr-0.5" : "left-full -ml-0.5",
            !sorted && "opacity-0 group-hover:opacity-60 touch:hidden",
          )}
        />
      </button>
    </Th>
  );
}
