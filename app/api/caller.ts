import type { Caller } from "@/lib/team/secrets.server";

/**
 * From where a request comes. The launcher puts the peer at the end of X-Forwarded-For, so that what a client writes
 * there itself is believed only where a proxy of ours stands behind it.
 */
export function callerOf(headers: Headers, trustProxy: number): Caller {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",").flatMap((hop) => hop.trim() || []);
  const address = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? "unknown";
  return { address, userAgent: headers.get("user-agent") };
}
