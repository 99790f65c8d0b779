import type { Attributes, SpanContext } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";

/** What Patchbay's own spans are made under. */
export const SCOPE = "patchbay";

/** Attributes of Next's spans that say which page and how it went. Others hold addresses, and those can open things. */
const KEPT = new Set([
  ...["http.method", "http.route", "http.status_code"],
  ...["next.route", "next.rsc", "next.span_type", "error.type"],
]);
/** Of these alone the route is a pattern; others, made when Next is asked for all it has, have the address there. */
const PATTERNED = new Set([
  "BaseServer.handleRequest",
  "AppRender.getBodyResult",
  "AppRouteRouteHandlers.runHandler",
]);
/** The name of a kind of error, or a status; never its words. */
const KIND = /^\w{1,60}$/;

/**
 * What may leave of a span. Ours hold nothing that was said or is secret to begin with. Of Next's only what is known to
 * be harmless stays: not the address, nor the words of an error, nor a name that is made of either. Null for spans of
 * whoever else finds the tracer.
 */
export function harmless(span: ReadableSpan): ReadableSpan | null {
  const scope = span.instrumentationScope.name;
  if (scope === SCOPE) return bare(span, span.name, span.attributes);
  if (scope !== "next.js") return null;
  const isPatterned = PATTERNED.has(String(span.attributes["next.span_type"]));
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).filter(
      ([key, value]) =>
        KEPT.has(key) &&
        (isPatterned || !key.endsWith(".route")) &&
        (key !== "error.type" || KIND.test(String(value))),
    ),
  );
  return bare(span, nameOf(attributes), attributes);
}

function nameOf(attributes: Attributes): string {
  const type = attributes["next.span_type"];
  const of = type === "BaseServer.handleRequest" ? attributes["http.method"] : type;
  return [of ?? "next.js", attributes["next.route"]].filter(Boolean).join(" ");
}

/** Without what callers may have written (`tracestate`), and without events, which repeat the words of errors. */
function bare(span: ReadableSpan, name: string, attributes: Attributes): ReadableSpan {
  const { parentSpanContext } = span;
  return {
    name,
    attributes,
    kind: span.kind,
    spanContext: () => withoutState(span.spanContext()),
    ...(parentSpanContext && { parentSpanContext: withoutState(parentSpanContext) }),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: { code: span.status.code },
    links: [],
    events: [],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

const withoutState = ({ traceState: _, ...context }: SpanContext): SpanContext => context;
