import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";

/** The dashboard's shape while its first answer is on the way. */
export function SpendSkeleton() {
  "use memo";
  return (
    <>
      <div className="grid grid-cols-2 gap-x-5 gap-y-5 py-5 sm:grid-cols-4 min-[88rem]:grid-cols-8">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
          <div key={key} className="space-y-2">
            <Skeleton className="h-3 w-16" />
            <Skeleton className="h-6 w-24" />
            <Skeleton className="h-3 w-20" />
          </div>
        ))}
      </div>
      <div className="border-t border-line py-3">
        <Skeleton className="h-5 w-28" />
      </div>
      <div className="flex h-60 items-end gap-1">
        {HEIGHTS.map((height) => (
          <Skeleton key={height} className={`flex-1 ${height}`} />
        ))}
      </div>
      <SkeletonRows className="mt-8 border-t border-line" />
    </>
  );
}

const HEIGHTS = ["h-1/3", "h-1/2", "h-2/5", "h-3/5", "h-1/4", "h-1/5", "h-2/3", "h-3/4", "h-4/5", "h-5/6"];
