import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  context,
  defaultTextMapGetter,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Begun, Ended } from "@/lib/chat/follow";
import { within } from "@/lib/core/time";
import { createFlusher, createHarmlessExporter } from "./exporter.server";
import { attributesOfEnd, attributesOfStart, operationOf } from "./generation-attributes";
import { SCOPE } from "./harmless";

/** Makes spans of requests and generations for a collector. Nothing here waits for it, or fails because of it. */
export type Tracing = {
  /** Follows a generation from when it is sent, under whatever runs now; what it returns is told how it ended. */
  follow(begun: Begun, requestId: string | undefined): (ended: Ended) => void;
  /** Answers a request that does not come through Next, which would do this, as a part of its caller's trace. */
  serve(
    exchange: { incoming: IncomingMessage; outgoing: ServerResponse; route: string },
    answer: () => Promise<Response>,
  ): Promise<Response>;
  /** What a line of the log names the running span by; empty outside of any. */
  ids(): { trace_id?: string; span_id?: string };
  /** Sends what is left, as far as that takes no longer than a moment. */
  close(): Promise<void>;
};

type Options = {
  version: string;
  /** The address that generations are sent to. */
  upstream: string;
  now: () => Date;
  onError: (message: string, error: unknown) => void;
};

/** Milliseconds that a process which ends gives its collector. */
const PATIENCE = 2_000;

/**
 * Begins to trace, once per process. Where to, and how much of it, the SDK reads from its standard variables. Next finds
 * the tracer and makes spans of its own from then on.
 */
export function createTracing({ version, upstream, now, onError }: Options): Tracing {
  const exporter = createHarmlessExporter(new OTLPTraceExporter(), { now, onError });
  const batches = new BatchSpanProcessor(exporter);
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "patchbay", "service.version": version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [batches, createFlusher(() => batches.forceFlush())],
  });
  // Where somebody comes from is read. Baggage, which is what callers like to write, is not.
  const propagator = new W3CTraceContextPropagator();
  provider.register({ propagator });
  const tracer = provider.getTracer(SCOPE, version);

  return {
    follow(begun, requestId) {
      const span = tracer.startSpan(`${operationOf(begun)} ${begun.models[0] ?? ""}`.trim(), {
        kind: SpanKind.CLIENT,
        startTime: begun.at,
        attributes: attributesOfStart(begun, { requestId, upstream }),
      });
      return (ended) => {
        span.setAttributes(attributesOfEnd(ended));
        if (ended.state === "failed" || ended.state === "lost")
          span.setStatus({ code: SpanStatusCode.ERROR });
        span.end(ended.at);
      };
    },
    async serve({ incoming, outgoing, route }, answer) {
      const { method = "POST", headers } = incoming;
      const caller = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const attributes = { "http.request.method": method, "http.route": route };
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
      outgoing.once("close", () => {
        const status = outgoing.statusCode;
        span.setAttribute("http.response.status_code", status);
        if (status >= 500)
          span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute("error.type", `${status}`);
        span.end();
      });
      const response = await context.with(trace.setSpan(caller, span), answer);
      const requestId = response.headers.get("x-request-id");
      if (requestId !== null) span.setAttribute("patchbay.request.id", requestId);
      return response;
    },
    ids() {
      const active = trace.getActiveSpan()?.spanContext();
      if (!active || !isSpanContextValid(active)) return {};
      return { trace_id: active.traceId, span_id: active.spanId };
    },
    async close() {
      await within(
        PATIENCE,
        provider.shutdown().catch(() => {}),
      );
      for (const registered of [trace, context, propagation]) registered.disable();
    },
  };
}
