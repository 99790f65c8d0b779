import clsx from "clsx";

/** A grey stand-in with the shape of what comes. Give it width and height. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded-sm bg-hover", className)} />;
}
