import { Skeleton } from "@/components/ui/skeleton";

/** The table's shape while the routes are on their way. */
export function RoutesSkeleton() {
  return (
    <>
      <div className="flex h-8 items-center border-b border-line">
        <Skeleton className="h-2.5 w-12" />
      </div>
      <div className="divide-y divide-line">
        {["w-32", "w-24", "w-40", "w-28"].map((width) => (
          <div key={width} className="flex h-10 items-center gap-8">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-3 flex-1 max-md:invisible" />
            <Skeleton className="h-3 w-12" />
            <Skeleton className="h-3 w-20 max-md:hidden" />
          </div>
        ))}
      </div>
    </>
  );
}
