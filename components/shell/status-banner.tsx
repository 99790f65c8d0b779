"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { lazy } from "@/components/ui/lazy";
import { statusQuery } from "./queries";

const StatusStrip = lazy(() => import("./status-strip"));

/** One line above every page, only when something about the upstream must be known. */
export function StatusBanner({ sandbox }: { sandbox: boolean }) {
  const { data: status } = useQuery(statusQuery);
  const { mode, failure, balance } = status ?? {};
  // The server knows the mode before anything is asked, so the page does not move when the answer comes.
  const shown = status ? mode === "sandbox" || failure || (balance ?? 0n) < 0n : sandbox;
  return <Suspense>{shown && <StatusStrip status={status ?? null} />}</Suspense>;
}
