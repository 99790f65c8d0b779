import { Skeleton } from "@/components/ui/skeleton";

/** The list's shape while the budgets are on their way. */
export function BudgetsSkeleton() {
  return (
    <div className="max-w-240 divide-y divide-line">
      {["w-24", "w-36", "w-28"].map((width) => (
        <div key={width} className="space-y-3 py-4">
          <div className="flex items-center gap-3">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-5 w-14" />
            <Skeleton className="ml-auto h-3 w-28" />
          </div>
          <Skeleton className="h-2.5 w-full" />
          <Skeleton className="h-3 w-56 max-w-full" />
        </div>
      ))}
    </div>
  );
}
