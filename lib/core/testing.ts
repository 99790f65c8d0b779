import { vi } from "vitest";

/** Waits until a check holds. A bound for what never comes, not a measure: small machines are slow when they are busy. */
export const eventually = <Found>(check: () => Found | Promise<Found>): Promise<Found> =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 });
