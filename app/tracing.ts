import "server-only";
import type { Tracing } from "@/lib/observe/tracing.server";
import type { Environment } from "./env";

const KEY = Symbol.for("patchbay.tracing");
const holder = globalThis as { [KEY]?: Tracing };

/** What makes spans in this process, which Next loads this module several times in; undefined where nobody collects them. */
export const tracing = (): Tracing | undefined => holder[KEY];

type Collected = Pick<
  Environment,
  | "OTEL_EXPORTER_OTLP_ENDPOINT"
  | "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
  | "OTEL_SDK_DISABLED"
  | "OTEL_TRACES_EXPORTER"
>;

/** Where traces are collected; null for nowhere. */
export function collectorOf(env: Collected): URL | null {
  const address = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const exporters = (env.OTEL_TRACES_EXPORTER ?? "otlp").split(",").map((name) => name.trim());
  if (address === undefined || env.OTEL_SDK_DISABLED || !exporters.includes("otlp")) return null;
  return new URL(address);
}

/** Begins to trace where there is a collector; elsewhere not even the code for it is loaded. */
export async function startTracing(
  env: Collected,
  options: Parameters<typeof import("@/lib/observe/tracing.server").createTracing>[0],
): Promise<void> {
  if (collectorOf(env) === null) return;
  const { createTracing } = await import("@/lib/observe/tracing.server");
  holder[KEY] ??= createTracing(options);
}
