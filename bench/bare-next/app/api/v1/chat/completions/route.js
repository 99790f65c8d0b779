/** The least that a Next route handler can do: ask the upstream and hand its body on. */
export async function POST(request) {
  const upstream = await fetch(`${process.env.UPSTREAM_URL}/chat/completions`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: request.headers.get("authorization") ?? "",
    },
    body: await request.text(),
    signal: request.signal,
    cache: "no-store",
  });
  return new Response(upstream.body, {
    status: upstream.status,
    headers: {
      "content-type": upstream.headers.get("content-type") ?? "application/json",
      "cache-control": "no-store, no-transform",
    },
  });
}
