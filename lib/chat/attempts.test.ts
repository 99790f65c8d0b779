import { expect, test } from "vitest";
import { readAttempts } from "./attempts";

test("attempts are read from what the router says, and absent when it says nothing readable", () => {
  for (const routing of [null, {}, { attempts: [] }, { attempts: "two" }, { attempts: [null, 5] }])
    expect(readAttempts(routing)).toBeNull();
  const attempts = [
    { provider: "Fi\0rst", model: "acme/demo", status: 502, latency: 12 },
    { provider: 5, status: "x", latency: 1e15 },
  ];
  expect(readAttempts({ attempts })).toEqual([
    { provider: "Fi�rst", model: "acme/demo", status: 502, latencyMs: 12 },
    { provider: null, model: null, status: null, latencyMs: null },
  ]);
});
