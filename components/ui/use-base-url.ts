"use client";

import { useSyncExternalStore } from "react";

/** Where programs reach this Patchbay: the address under which the viewer does, and the gateway's path. */
export const useBaseUrl = (): string =>
  useSyncExternalStore(
    () => () => {},
    () => `${location.origin}/api/v1`,
    () => "/api/v1",
  );
