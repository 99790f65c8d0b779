import { Skeleton } from "@/components/ui/skeleton";

/** The table of changes while it is on its way. */
export function ChangesSkeleton() {
  return (
    <div aria-hidden className="divide-y divide-line pt-2">
      {["w-40", "w-56", "w-32", "w-48", "w-44", "w-36", "w-52", "w-40"].map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have no other identity
        <div key={row} className="flex h-14 items-center gap-6">
          <div className="w-32 space-y-2 md:w-48 xl:w-72">
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-2.5 w-1/2" />
          </div>
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-12" />
            <Skeleton className={`h-3 max-w-full ${width}`} />
          </div>
          <Skeleton className="h-3 w-16 max-md:hidden" />
          <Skeleton className="h-3 w-24 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
