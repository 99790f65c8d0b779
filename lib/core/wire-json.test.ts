import { expect, test } from "vitest";
import * as z from "zod/mini";
import { parseUsd } from "./money";
import { WireInstant, WireUsd } from "./wire";
import { wireJson } from "./wire-json";

test("what is written is what the schema would write", () => {
  const Answer = z.object({
    at: WireInstant,
    rows: z.array(z.object({ cost: z.nullable(WireUsd), tokens: z.int(), label: z.string() })),
  });
  const answer = {
    at: new Date("2026-11-28T12:00:00.5Z"),
    rows: [
      { cost: parseUsd("0.000000000001"), tokens: 3, label: '"1n"' },
      { cost: parseUsd("-12345678901234567.5"), tokens: 0, label: "" },
      { cost: null, tokens: 1, label: "é" },
    ],
  };
  expect(wireJson(answer)).toBe(JSON.stringify(z.encode(Answer, answer)));
});
