"use client";

import { Suspense, useState, useSyncExternalStore } from "react";
import { lazy } from "@/components/ui/lazy";
import type { SetUpProps } from "./set-up";

const SetUp = lazy(() => import("./set-up"));

type Props = Omit<SetUpProps, "hash"> & { isNew: boolean };

/** Has a reproduce link set up a new conversation, and says above the composer what is left of it. */
export function ReproduceLink({ isNew, ...props }: Props) {
  // Kept here in short, so that only who opens a link loads what reads it.
  const here = useSyncExternalStore(watchHash, readHash, () => "");
  const hash = isNew ? here : "";
  const [opened, setOpened] = useState(false);
  if (hash !== "" && !opened) setOpened(true);
  return <Suspense>{opened && <SetUp hash={hash} {...props} />}</Suspense>;
}

const readHash = (): string => (location.hash.startsWith("#reproduce=") ? location.hash : "");

function watchHash(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
