"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { isCurrent } from "./pages";

const AddressState = lazy(async () => ({ default: (await import("./address-state")).AddressState }));

/** Filters and sorting in the address, for the pages that have them; the first page does without its weight. */
export function UrlState({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  if (isCurrent("/", pathname)) return children;
  return (
    <Suspense>
      <AddressState>{children}</AddressState>
    </Suspense>
  );
}
