const EXPOSED = "X-Generation-Id,X-Provider-Name,request-id,cf-ray";
const ALLOWED =
  "Authorization, User-Agent, X-Api-Key, X-CSRF-Token, X-Requested-With, Accept, Accept-Version, Content-Length, " +
  "Content-MD5, Content-Type, Date, X-Api-Version, HTTP-Referer, X-Windowai-Title, X-Openrouter-Title, X-Title, " +
  "X-Openrouter-Categories, X-Openrouter-App-Visibility, X-Session-Id, X-Stainless-Lang, X-Stainless-Package-Version, " +
  "X-Stainless-OS, X-Stainless-Arch, X-Stainless-Runtime, X-Stainless-Runtime-Version, X-Stainless-Retry-Count, " +
  "X-Stainless-Timeout, X-Stainless-Helper-Method, Protection-Key, Idempotency-Key, traceparent, tracestate, b3";

const EVERYWHERE = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": EXPOSED,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer, strict-origin-when-cross-origin",
};

export const headersWith = (more: Record<string, string>): Headers => new Headers({ ...EVERYWHERE, ...more });

/** A JSON answer with the headers OpenRouter puts on all of them. */
export const json = (body: unknown, status = 200, more: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: headersWith({ "Content-Type": "application/json", ...more }),
  });

/** The public catalogue may be served minutes old. */
export const cached = (body: unknown): Response =>
  json(body, 200, {
    "Cache-Control": "public, max-age=300, stale-while-revalidate=3600, stale-if-error=3600",
  });

/** OpenRouter lets any origin call, but not with `X-OpenRouter-Metadata` or `X-OpenRouter-Cache*`. */
export const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": "*",
      "Access-Control-Allow-Methods": "GET,OPTIONS,PATCH,DELETE,POST,PUT",
      "Access-Control-Allow-Headers": ALLOWED,
      Vary: "Access-Control-Request-Headers",
    },
  });
