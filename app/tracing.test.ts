import { afterEach, expect, test, vi } from "vitest";
import { readEnvironment } from "./env";
import { log } from "./log";
import { collectorOf, startTracing, tracing } from "./tracing";

const loaded = vi.hoisted(() => ({ times: 0 }));
const IDS = { trace_id: "4bf92f3577b34da6a3ce929d0e0e4736", span_id: "00f067aa0ba902b7" };
vi.mock("@/lib/observe/tracing.server", () => {
  loaded.times += 1;
  return { createTracing: () => ({ ids: () => IDS }) };
});

const OPTIONS = {
  version: "1",
  upstream: "https://openrouter.ai/api/v1",
  now: () => new Date(),
  onError() {},
};
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example:4318" };

afterEach(() => {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("patchbay.tracing")];
});

/** A line of the log, as it leaves. */
function logged(): Record<string, unknown> {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  log.error("something");
  write.mockRestore();
  return JSON.parse(lines[0] ?? "");
}

test.each([
  [{}],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: "TRUE" }],
  [{ ...ENDPOINT, OTEL_TRACES_EXPORTER: "none" }],
  [{ OTEL_SERVICE_NAME: "patchbay" }],
])("with %j nothing is traced, nor is the code for it loaded", async (variables) => {
  await startTracing(readEnvironment(variables), OPTIONS);
  expect([loaded.times, tracing()]).toEqual([0, undefined]);
  expect(logged()).not.toHaveProperty("trace_id");
});

test.each([
  [ENDPOINT, "collector.example"],
  [{ ...ENDPOINT, OTEL_SDK_DISABLED: "false", OTEL_TRACES_EXPORTER: "otlp" }, "collector.example"],
  [{ ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/v1/traces" }, "traces.example"],
])("with %j the collector is %s", (variables, host) => {
  expect(collectorOf(readEnvironment(variables))?.hostname).toBe(host);
});

test("with a collector it is loaded, and a line of the log names the span it belongs to", async () => {
  await startTracing(readEnvironment(ENDPOINT), OPTIONS);
  expect(loaded.times).toBe(1);
  expect(logged()).toMatchObject({ msg: "something", ...IDS });
});

test.each(["collector:4318", "ftp://collector", "localhost", "http://"])("%j is no collector", (address) => {
  expect(() => readEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: address })).toThrow(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
  );
});
