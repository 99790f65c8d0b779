import { expect, test } from "vitest";
import type { BreakRun } from "@/lib/routes/break-api";
import { describeFaults, litOf, stepsOf } from "./break-words";

test("faults are told by their hop, at all of them, or by the provider that they strike", () => {
  expect(describeFaults([], 2)).toBe("Nothing wrong");
  expect(describeFaults([{ fault: "outage", hop: 1 }], 2)).toBe("502, provider down at hop 2");
  expect(describeFaults([{ fault: "outage", hop: 0 }], 1)).toBe("502, provider down at hop 1");
  const both = [
    { fault: "hang", hop: 0 },
    { fault: "hang", hop: 1 },
  ] as const;
  expect(describeFaults(both, 2)).toBe("Hangs at every hop");
  expect(describeFaults(both, 3)).toBe("Hangs at hop 1; Hangs at hop 2");
  expect(describeFaults([{ fault: "rate_limit", provider: "groq" }], 2)).toBe("429, rate limited at groq");
});

const attempt = (provider: string, status: number, atMs: number) => ({
  ...{ provider, status, failure: null, atMs },
});
const RUN = {
  hops: [
    { model: "a/a", outcome: "failed", attempts: [attempt("Alpha", 502, 0), attempt("Gamma", 429, 0)] },
    { model: "b/b", outcome: "cut", attempts: [attempt("Beta", 200, 340)] },
    { model: "c/c", outcome: "untried", attempts: [] },
  ],
  caller: { durationMs: 900 },
} as const;

test("the cable is lit hop by hop up to the one that answered", () => {
  // Only the hops are read, and when it was over.
  const hops = litOf(RUN as unknown as BreakRun);
  expect(hops.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "untried"]);
  expect(hops.flatMap(({ attempts }) => attempts.map(({ latencyMs }) => latencyMs))).toEqual([0, 340, null]);
  const gone = { hops: RUN.hops.slice(0, 1), caller: RUN.caller };
  expect(litOf(gone as unknown as BreakRun)[0]?.attempts[1]?.latencyMs).toBe(900);
  expect(stepsOf(hops).map((step) => step.map(({ outcome }) => outcome))).toEqual([
    ["answering", "unknown", "unknown"],
    ["failed", "answering", "unknown"],
    ["failed", "failed", "untried"],
  ]);
});
