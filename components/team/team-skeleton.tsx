import { Skeleton } from "@/components/ui/skeleton";

/** The table's shape while the team is on its way. */
export function TeamSkeleton() {
  return (
    <div className="divide-y divide-line pt-2">
      {["w-32", "w-24", "w-40"].map((width) => (
        <div key={width} className="flex h-10 items-center gap-8">
          <Skeleton className={`h-3 ${width}`} />
          <Skeleton className="ml-auto h-5 w-14" />
          <Skeleton className="h-3 w-20 max-md:hidden" />
          <Skeleton className="h-3 w-20 max-md:hidden" />
          <Skeleton className="size-5" />
        </div>
      ))}
    </div>
  );
}
