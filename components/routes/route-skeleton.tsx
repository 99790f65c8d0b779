import { Skeleton } from "@/components/ui/skeleton";

/** The editor's shape while the route is on its way. */
export function RouteSkeleton() {
  return (
    <div className="grid gap-x-8 pt-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="space-y-6">
        {["w-56", "w-48", "w-64"].map((width) => (
          <div key={width} className="flex gap-4">
            <Skeleton className="size-4 shrink-0 rounded-full" />
            <div className="flex-1 space-y-2.5">
              <Skeleton className={`h-3.5 ${width}`} />
              <Skeleton className="h-2.5 w-72 max-w-full" />
            </div>
          </div>
        ))}
      </div>
      <div className="space-y-5 max-xl:hidden">
        {["w-24", "w-32", "w-20", "w-28", "w-24"].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stand-ins have no other identity
          <div key={index} className="space-y-2.5">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="h-8" />
          </div>
        ))}
      </div>
    </div>
  );
}
