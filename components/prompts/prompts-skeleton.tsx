import { Skeleton } from "@/components/ui/skeleton";

/** The list's shape while the prompts are on their way. */
export function PromptsSkeleton() {
  return (
    <div className="p-2 md:w-76">
      {["w-32", "w-24", "w-40", "w-28", "w-36"].map((width) => (
        <div key={width} className="space-y-2.5 px-3 py-2.5">
          <Skeleton className={`h-3 ${width}`} />
          <Skeleton className="h-2.5 w-full" />
        </div>
      ))}
    </div>
  );
}
