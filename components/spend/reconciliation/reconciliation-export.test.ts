import { expect, test } from "vitest";
import { parseUsd as usd } from "@/lib/core/money";
import type { Line } from "@/lib/spend/reconciliation-api";
import { linesToCsv } from "./reconciliation-export";

const LINE: Line = {
  ...{ day: "2026-11-18", model: "=cmd()", verdict: "differs", difference: usd("-0.0732") },
  ours: { cost: usd("0.2632"), generations: 20, unknown: 1 },
  theirs: { cost: usd("0.19"), requests: 19, byok: usd("0") },
  reasons: ["one_generation", "not_reported"],
  suspects: [],
  looked: true,
};

test("amounts are exact, what is missing is empty, and no model is a formula", () => {
  const [header = "", ...rows] = linesToCsv([LINE, { ...LINE, ours: null, model: "a/b" }])
    .trim()
    .split("\r\n");
  expect(header.split(",")).toHaveLength(12);
  expect(rows).toEqual([
    "2026-11-18,'=cmd(),differs,0.19,19,0,0.2632,20,1,-0.0732,one_generation not_reported,",
    "2026-11-18,a/b,differs,0.19,19,0,,,,-0.0732,one_generation not_reported,",
  ]);
});
