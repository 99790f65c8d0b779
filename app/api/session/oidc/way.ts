import "server-only";
import { refusalIn } from "@/lib/team/sign-in-problems";
import type { Services } from "../../../services";

/** Sends a browser on to another page, with cookies to keep or to forget. */
export function leadOn(url: string, ...cookies: string[]): Response {
  const headers = new Headers({ location: url });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

type Kept = { next?: string | undefined; cookies?: string[] };

/** Back to the sign-in page, which says why and still knows where to; what is no fault of the person's is logged. */
export function toDoor(
  { env, onError }: Services,
  error: unknown,
  { next = "/", cookies = [] }: Kept,
): Response {
  const problem = refusalIn(error) ?? "failed";
  if (["failed", "provider", "unreachable"].includes(problem))
    onError("somebody could not sign in through the provider", error);
  const query = new URLSearchParams({ problem, ...(next !== "/" && { next }) });
  return leadOn(new URL(`/sign-in?${query}`, env.PATCHBAY_URL).href, ...cookies);
}
