import { Skeleton } from "@/components/ui/skeleton";

const WIDTHS = ["w-64", "w-48", "w-72", "w-56", "w-40", "w-60", "w-52", "w-44"];

/** The list while it is on its way. */
export function ConversationsSkeleton() {
  return (
    <div aria-hidden className="divide-y divide-line border-b border-line">
      {WIDTHS.map((width) => (
        <div key={width} className="flex h-15 items-center gap-4 px-4 sm:px-6">
          <div className="flex-1 space-y-2">
            <Skeleton className={`h-3.5 max-w-full ${width}`} />
            <Skeleton className="h-3 w-36" />
          </div>
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
