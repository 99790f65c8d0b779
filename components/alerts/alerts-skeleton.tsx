import { Skeleton } from "@/components/ui/skeleton";

/** A list's shape while it is on its way. */
export function AlertsSkeleton() {
  return (
    <div className="divide-y divide-line">
      {["w-40", "w-56", "w-32"].map((width) => (
        <div key={width} className="space-y-2.5 py-4">
          <div className="flex items-center gap-3">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-5 w-12" />
            <Skeleton className="ml-auto h-3 w-16" />
          </div>
          <Skeleton className="h-3 w-96 max-w-full" />
        </div>
      ))}
    </div>
  );
}
