import { Skeleton } from "@/components/ui/skeleton";

/** The form's shape while what it is for is on its way. */
export const DoorSkeleton = () => (
  <div className="space-y-5">
    <Skeleton className="h-4 w-64 max-w-full" />
    {["w-10", "w-12", "w-40"].map((width) => (
      <div key={width} className="space-y-1.5">
        <Skeleton className={`h-3 ${width}`} />
        <Skeleton className="h-8 w-full touch:h-11" />
      </div>
    ))}
    <Skeleton className="h-8 w-full touch:h-11" />
  </div>
);
