"use client";

import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";

/** What stands above the columns of the list. */
export function ListHead() {
  return (
    <div
      aria-hidden
      className="flex h-7 shrink-0 items-center gap-3 border-b border-line px-4 text-xs text-faint max-md:pr-14"
    >
      <span className="flex-1">Model</span>
      <span className="w-36 text-right max-lg:hidden">Reads and can</span>
      <span className="w-18 text-right max-xl:hidden">Added</span>
      <span className="w-14 text-right max-sm:hidden">Context</span>
      <span className="flex w-36 justify-end max-sm:w-20">
        <span className="w-18 text-right max-sm:hidden">In /M</span>
        <span className="w-18 text-right max-sm:hidden">Out /M</span>
        <span className="sm:hidden">In, out /M</span>
      </span>
    </div>
  );
}

type NothingProps = { search: string; filtered: boolean; onClear: () => void };

/** In place of the list, when there is nothing in it. */
export function NothingFits({ search, filtered, onClear }: NothingProps) {
  return (
    <Empty
      title="No model fits"
      action={
        filtered && (
          <Button size="sm" onClick={onClear}>
            Clear the filters
          </Button>
        )
      }
    >
      {search === ""
        ? "No model passes all of these filters."
        : `Nothing is called “${search}”${filtered ? " with these filters" : ""}.`}
    </Empty>
  );
}
