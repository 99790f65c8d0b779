import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { ExportResultCode } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { harmless, SCOPE } from "./harmless";

type Options = { now: () => Date; onError: (message: string, error: unknown) => void };

/** Milliseconds between two lines about a collector that is away. */
const SILENCE = 60_000;

/** Sends what is harmless of spans; a collector that takes none is spoken of once a minute. */
export function createHarmlessExporter(exporter: SpanExporter, { now, onError }: Options): SpanExporter {
  let spokenAt = Number.NEGATIVE_INFINITY;
  /** No request is to blame for it, and none is to be named. */
  const onNobodysBehalf = AsyncLocalStorage.snapshot();
  const speak = (error: unknown) => {
    const at = now().getTime();
    if (at - spokenAt < SILENCE) return;
    spokenAt = at;
    const { code } = Object(error);
    const status = typeof code === "number" ? `, status ${code}` : "";
    onNobodysBehalf(onError, `traces could not be sent${status}`, error);
  };
  return {
    export(spans, onResult) {
      const sent = spans.map(harmless).filter((span) => span !== null);
      if (sent.length === 0) return onResult({ code: ExportResultCode.SUCCESS });
      exporter.export(sent, (result) => {
        if (result.code !== ExportResultCode.SUCCESS) speak(result.error);
        onResult(result);
      });
    },
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** How a platform that freezes functions after their response is asked to wait; others have none. */
type Platform = { get(): { waitUntil?: (promise: Promise<unknown>) => void } | undefined };
const PLATFORM = Symbol.for("@next/request-context");

/** Sends at once where nothing would run later to send it. */
export function createFlusher(flush: () => Promise<void>): SpanProcessor {
  return {
    onStart() {},
    onEnd(span) {
      const platform = (globalThis as { [PLATFORM]?: Platform })[PLATFORM];
      if (platform && isLast(span)) platform.get()?.waitUntil?.(flush().catch(() => {}));
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

/** A request, or a generation, which may end after its request. */
const isLast = ({ parentSpanContext, instrumentationScope }: ReadableSpan): boolean =>
  !parentSpanContext || parentSpanContext.isRemote === true || instrumentationScope.name === SCOPE;
