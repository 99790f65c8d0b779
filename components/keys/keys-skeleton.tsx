import { Skeleton } from "@/components/ui/skeleton";

/** The table's shape while the keys are on their way. */
export function KeysSkeleton() {
  return (
    <>
      <Skeleton className="my-4.5 h-3 w-80 max-w-full" />
      <div className="flex h-8 items-center border-b border-line">
        <Skeleton className="h-2.5 w-12" />
      </div>
      <div className="divide-y divide-line">
        {["w-32", "w-24", "w-40", "w-28"].map((width) => (
          <div key={width} className="flex h-10 items-center gap-8">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="ml-auto h-3 w-36 max-md:hidden" />
            <Skeleton className="h-3 w-24 max-md:hidden" />
            <Skeleton className="h-3 w-20 max-md:hidden" />
            <Skeleton className="h-5 w-14 max-md:ml-auto" />
            <Skeleton className="size-5" />
          </div>
        ))}
      </div>
    </>
  );
}
