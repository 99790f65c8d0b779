"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** What a link holds behind its `#`, which no server gets to see; undefined until the browser is asked. */
export const useLinkToken = (): string | undefined =>
  useSyncExternalStore<string | undefined>(
    never,
    () => location.hash.slice(1),
    () => undefined,
  );
