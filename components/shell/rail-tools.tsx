"use client";

import { Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { ThemeToggle } from "./theme-toggle";

const Bell = lazy(() => import("./bell"));

/** What stands at the end of the rail and nobody opened the page for. */
export default function RailTools({ bell }: { bell: boolean }) {
  return (
    <>
      <ThemeToggle />
      <Suspense>{bell && <Bell />}</Suspense>
    </>
  );
}
