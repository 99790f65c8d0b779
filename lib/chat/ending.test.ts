import { expect, test } from "vitest";
import { AppError, describeFailure, type ErrorCode } from "@/lib/core/errors";
import type { EndState } from "@/lib/ledger/settlement";
import { type Completion, EMPTY } from "./completion";
import { type Close, verdict } from "./ending";

const BROKEN: Close = { how: "broken", error: new AppError("upstream_stalled") };
const CLOSES: Close[] = [{ how: "ended" }, { how: "stopped" }, { how: "interrupted" }, BROKEN];
const partial = { text: "Half", events: 2 };

test("a complete answer stays complete, whatever happens to the connection", () => {
  const complete: Partial<Completion>[] = [
    { finishReason: "stop", events: 3 },
    { finishReason: "length", events: 3, garbled: 1 },
    { done: true, events: 1 },
    { finishReason: "tool_calls", events: 2, cut: true },
  ];
  for (const facts of complete)
    for (const close of CLOSES)
      expect(verdict({ ...EMPTY, ...facts }, close)).toEqual({ state: "finished", failure: null });
});

test("an error that the stream names is a failure, whatever else it says", () => {
  const failure = describeFailure(new AppError("provider_failed", { provider: "Acme" }));
  for (const close of CLOSES)
    expect(verdict({ ...EMPTY, failure, finishReason: "length", done: true, events: 3 }, close)).toEqual({
      state: "failed",
      failure,
    });
});

test.each<[string, Partial<Completion>, Close, EndState, ErrorCode | null]>([
  ["stopped", partial, { how: "stopped" }, "cancelled", null],
  ["stopped before a word", {}, { how: "stopped" }, "cancelled", null],
  ["interrupted", partial, { how: "interrupted" }, "lost", "interrupted"],
  ["stalled", partial, BROKEN, "failed", "upstream_stalled"],
  ["closed early", partial, { how: "ended" }, "failed", "upstream_cut"],
  ["closed within an event", { ...partial, cut: true }, { how: "ended" }, "failed", "upstream_cut"],
  ["closed within the first event", { cut: true }, { how: "ended" }, "failed", "upstream_cut"],
  ["nothing at all", {}, { how: "ended" }, "failed", "upstream_empty"],
  ["only the closing mark", { done: true }, { how: "ended" }, "failed", "upstream_empty"],
  ["garbage", { garbled: 1 }, { how: "ended" }, "failed", "upstream_garbled"],
  ["garbage among words", { ...partial, garbled: 2 }, { how: "ended" }, "failed", "upstream_garbled"],
])("%s", (_, facts, close, state, code) => {
  const judged = verdict({ ...EMPTY, ...facts }, close);
  expect([judged.state, judged.failure?.code ?? null]).toEqual([state, code]);
});
