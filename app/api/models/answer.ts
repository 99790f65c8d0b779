import "server-only";
import { createHash } from "node:crypto";
import { encode } from "zod/mini";
import { CatalogResponse } from "@/lib/catalog/api";
import type { CatalogState } from "@/lib/catalog/catalog.server";

type Encoded = { body: string; etag: string };

/** A list is encoded once for all who ask for it; it goes when the catalogue lets go of it. */
const encoded = new WeakMap<CatalogState, Encoded>();

/** The list as JSON, or 304 for a browser that has this very one. */
export function answerCatalog(state: CatalogState, known: string | null): Response {
  const { body, etag } = encodeOnce(state);
  const headers = { etag, "cache-control": "private, no-cache" };
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "content-type": "application/json" } });
}

function encodeOnce(state: CatalogState): Encoded {
  const ready = encoded.get(state);
  if (ready) return ready;
  const body = JSON.stringify(encode(CatalogResponse, state));
  // Over the bytes rather than the upstream's digest: time, failure and our own reading count as well.
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  encoded.set(state, { body, etag });
  return { body, etag };
}
