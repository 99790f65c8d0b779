import clsx from "clsx";
import { Skeleton } from "./skeleton";

/** Rows of a table or list that is on its way. */
export function SkeletonRows({ rows = 6, className }: { rows?: number; className?: string }) {
  return (
    <div aria-hidden className={clsx("divide-y divide-line", className)}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have no other identity
        <div key={row} className="flex h-10 items-center gap-4">
          <Skeleton className={clsx("h-3", WIDTHS[row % WIDTHS.length])} />
          <Skeleton className="ml-auto h-3 w-12" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

const WIDTHS = ["w-48", "w-36", "w-56", "w-40"];
