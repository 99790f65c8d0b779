import { expect, test } from "vitest";
import type { Usd } from "@/lib/core/money";
import { sayCostState } from "./cost-words";

const said = (
  state: "finished" | "failed" | "cancelled",
  cost: bigint,
  costState: "reported" | "confirmed",
) => sayCostState({ state, cost: cost as Usd, costState });

test("a record is named only where there can be one", () => {
  expect(said("finished", 0n, "confirmed")).toContain("record");
  expect(said("failed", 5n, "confirmed")).toContain("record");
  expect(said("failed", 0n, "confirmed")).toBe("Nothing was billed");
  expect(said("cancelled", 0n, "confirmed")).toBe("Nothing was billed");
  expect(said("failed", 0n, "reported")).toContain("not confirmed");
  expect(said("finished", 5n, "reported")).toContain("not confirmed");
});
