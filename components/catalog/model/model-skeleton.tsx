import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";

/** A model's page while it is on its way. */
export function ModelSkeleton() {
  return (
    <>
      <div className="grid grid-cols-2 gap-x-6 gap-y-5 py-5 sm:flex sm:gap-x-12">
        {["a", "b", "c", "d", "e"].map((key) => (
          <div key={key} className="space-y-2">
            <Skeleton className="h-3 w-20" />
            <Skeleton className="h-6 w-24" />
          </div>
        ))}
      </div>
      <div className="grid gap-x-10 xl:grid-cols-2">
        <div className="space-y-3 border-t border-line py-3">
          <Skeleton className="mb-4 h-4 w-16" />
          <Skeleton className="h-3.5 w-full max-w-160" />
          <Skeleton className="h-3.5 w-4/5 max-w-128" />
          <SkeletonRows rows={5} />
        </div>
        <div className="border-t border-line py-3">
          <Skeleton className="mb-3 h-4 w-16" />
          <SkeletonRows rows={7} />
        </div>
      </div>
      <SkeletonRows rows={4} className="mt-4 border-t border-line pt-10" />
    </>
  );
}
