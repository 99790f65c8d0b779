import { Skeleton } from "@/components/ui/skeleton";

/** A conversation that is on its way, in its own shape. */
export function ConversationSkeleton() {
  return (
    <div aria-busy="true" className="flex h-full flex-col">
      <span role="status" className="sr-only">
        Loading the conversation…
      </span>
      <div className="tool-bar border-b border-line">
        <Skeleton className="h-3.5 w-48" />
      </div>
      <div className="flex min-h-11 items-center border-b border-line px-4">
        <Skeleton className="h-7 w-56" />
      </div>
      <MessagesSkeleton />
    </div>
  );
}

export function MessagesSkeleton() {
  return (
    <div className="mx-auto w-full max-w-184 flex-1 space-y-3 px-6 py-6">
      <Skeleton className="mb-8 ml-auto h-9 w-72" />
      <Skeleton className="h-3.5 w-full" />
      <Skeleton className="h-3.5 w-11/12" />
      <Skeleton className="h-3.5 w-3/5" />
      <Skeleton className="mt-6 h-3 w-80" />
    </div>
  );
}
