import { lazy as reactLazy } from "react";
import { unreachable } from "@/lib/core/fetch-json";

/** Milliseconds before the second and, at most, before each further attempt. */
const FIRST = 500;
const MOST = 8_000;

let tell: ((error: Error) => void) | undefined;

/** Has each failed attempt to fetch a part of the page told. There is one who listens. */
export const onMissing = (listener: (error: Error) => void): void => {
  tell = listener;
};

/**
 * A part of the page that somebody waits for.
 * @param load imports it
 * @throws RequestError `unavailable` when it did not come; and what went wrong within it
 */
export const part = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch((error: Error) => {
    // So Turbopack names it.
    if (error.name !== "ChunkLoadError") throw error;
    tell?.(error);
    throw unreachable(error);
  });

/** The same until it comes: while Patchbay restarts or the network is away, what is on screen stays. */
export async function patiently<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let wait = FIRST; ; wait = Math.min(2 * wait, MOST)) {
    try {
      return await part(load);
    } catch (error) {
      if ((error as Error).name !== "RequestError") throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** React's `lazy` that tries again: React itself keeps the first failure for good, and the page goes with it. */
export const lazy: typeof reactLazy = (load) => reactLazy(() => patiently(load));
