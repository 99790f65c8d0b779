import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { readActivity } from "./activity";
import { parseExact } from "./json";

/** As documented. */
const ROW = {
  date: "2026-11-18",
  model: "openai/gpt-4.1",
  model_permaslug: "openai/gpt-4.1-2025-04-14",
  endpoint_id: "550e8400-e29b-41d4-a716-446655440000",
  provider_name: "OpenAI",
  usage: 0.015,
  byok_usage_inference: 0.012,
  requests: 5,
  prompt_tokens: 50,
};

const rowsOf = (...data: unknown[]) => readActivity({ data }, null);

test("reads a row as documented, and as rows really come", () => {
  const row = {
    day: "2026-11-18",
    model: "openai/gpt-4.1",
    permaslug: "openai/gpt-4.1-2025-04-14",
    provider: "OpenAI",
    usage: parseUsd("0.015"),
    byokUsage: parseUsd("0.012"),
    requests: 5,
  };
  const real = {
    ...ROW,
    date: "2026-11-18 00:00:00",
    usage: "0.015",
    byok_usage_inference: "1.2e-2",
    requests: "5",
    byok_requests: 0,
    shiny: { new: true },
  };
  expect(rowsOf(ROW, real)).toEqual({ rows: [row, row], unreadable: 0 });
});

test("amounts keep the digits in which they were sent", () => {
  const body = parseExact(
    '{"data":[{"date":"2026-11-18T00:00:00Z","model":"a/b","usage":0.0076509169000000005,"requests":1}]}',
  );
  expect(readActivity(body, null)?.rows[0]?.usage).toBe(parseUsd("0.0076509169"));
});

test("a row that cannot be compared is counted and hides no other", () => {
  const broken = [
    null,
    "row",
    { ...ROW, date: "soon" },
    { ...ROW, date: "2026-02-30" },
    { ...ROW, model: null, model_permaslug: "" },
    { ...ROW, usage: null },
    { ...ROW, usage: "much" },
  ];
  expect(rowsOf(...broken, ROW)).toMatchObject({ rows: [{ requests: 5 }], unreadable: broken.length });
  expect(rowsOf({ date: ROW.date, model_permaslug: "a/b-1", usage: 0 })?.rows).toMatchObject([
    { model: "a/b-1", usage: 0n, byokUsage: 0n, requests: 0, provider: null },
  ]);
});

test("where rows name their key, those of other keys are left out", () => {
  const body = { data: [ROW, { ...ROW, api_key_hash: "ours" }, { ...ROW, api_key_hash: "theirs" }] };
  expect(readActivity(body, "ours")?.rows).toHaveLength(2);
  expect(readActivity(body, null)?.rows).toHaveLength(3);
});

test("what is no list is no answer", () => {
  for (const body of [null, {}, [], { data: {} }, "x"]) expect(readActivity(body, null)).toBeNull();
});
