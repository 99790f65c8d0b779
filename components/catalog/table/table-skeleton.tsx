import clsx from "clsx";
import { Skeleton } from "@/components/ui/skeleton";
import { type Column, isNumeric } from "./columns";

/** The table's shape while the list is on its way. */
export function TableSkeleton({ columns }: { columns: readonly Column[] }) {
  return (
    <div aria-hidden className="overflow-hidden px-4 sm:px-6">
      {Array.from({ length: 14 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have no other identity
        <div key={row} className="flex h-12 items-center border-b border-line">
          <Skeleton className="mr-5 size-3.5 shrink-0" />
          <div className="w-66 min-w-0 flex-1 space-y-2">
            <Skeleton className={clsx("h-3", WIDTHS[row % WIDTHS.length])} />
            <Skeleton className="h-2.5 w-40" />
          </div>
          {columns.map((column) => (
            <div key={column.key} className="shrink-0 px-2 max-md:hidden" style={{ width: column.width }}>
              <Skeleton className={clsx("h-3 w-3/5", isNumeric(column) && "ml-auto")} />
            </div>
          ))}
          <Skeleton className="h-6 w-12 md:hidden" />
        </div>
      ))}
    </div>
  );
}

const WIDTHS = ["w-44", "w-32", "w-52", "w-36"];
