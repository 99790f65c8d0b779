import "server-only";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One of `stringValue`, `intValue` and so on. */
type Value = { arrayValue?: { values: Value[] } };
type Attributes = { key: string; value: Value }[];
type Wire = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { spans: (Omit<Span, "attributes"> & { attributes: Attributes })[] }[];
  }[];
};
/** A span as it arrived. */
export type Span = {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  status: { code: number; message?: string };
  attributes: Record<string, unknown>;
};

/** A collector that takes spans over OTLP/HTTP on this machine, and keeps every byte. */
export async function openCollector() {
  const bodies: string[] = [];
  const paths: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    paths.push(incoming.url ?? "");
    bodies.push(await text(incoming));
    outgoing.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const resources = () => bodies.flatMap((body) => (JSON.parse(body) as Wire).resourceSpans);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    /** All that has arrived, as it was written. */
    bytes: () => bodies.join("\n"),
    spans: (): Span[] =>
      resources()
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map((span) => ({ ...span, attributes: read(span.attributes) })),
    resource: () => read(resources()[0]?.resource.attributes ?? []),
    clear: () => void bodies.splice(0),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const read = (attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));

const plain = (value: Value): unknown =>
  value.arrayValue ? value.arrayValue.values.map(plain) : Object.values(value)[0];
