"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useEffect } from "react";
import { keepAddress } from "./keep-address";

/** What reads and writes the address, once it is loaded. */
export function AddressState({ children }: { children: ReactNode }) {
  useEffect(keepAddress, []);
  return <NuqsAdapter>{children}</NuqsAdapter>;
}
