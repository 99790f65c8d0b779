/** Waits; ends early, without an error, when the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** What a promise comes to, or null when that takes longer. */
export async function within<Found>(ms: number, promise: Promise<Found>): Promise<Found | null> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, sleep(ms, over.signal).then(() => null)]);
  } finally {
    over.abort();
  }
}
