import { afterAll, vi } from "vitest";

// The files of a worker share its globals: what one of them puts in a global's place must not meet the next.
afterAll(() => void vi.unstubAllGlobals());
