import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { type GateRules, judgeHost, rulesOf } from "./app/api/gate";
import { contentSecurityPolicy } from "./app/content-security-policy";
import { readEnvironment } from "./app/env";
import { preloadFor } from "./app/preload";

// Handlers judge for themselves, and stay off this path: it would buffer their bodies and delay their first byte.
export const config = { matcher: ["/((?!api/).*)"] };

/** Runs before every page and file: gives each page its nonce, and refuses foreign hosts where no launcher of ours does. */
export function proxy(request: NextRequest): NextResponse {
  const { rules, headers: always } = readSettings();
  const refusal = judgeHost(request, rules);
  if (refusal) {
    return new NextResponse(`${refusal.message}\n`, {
      status: refusal.status,
      headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    });
  }
  if (request.nextUrl.pathname.startsWith("/_next/static/")) return NextResponse.next();
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, { development: process.env.NODE_ENV === "development" });
  // What a client sends under these names is overwritten: the nonce is ours alone.
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.delete("content-security-policy-report-only");
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  const ahead = preloadFor(request.headers, request.nextUrl.pathname);
  if (ahead) response.headers.set("link", ahead);
  for (const [name, value] of always) response.headers.set(name, value);
  return response;
}

type Settings = {
  rules: GateRules /** What every page says beside its policy. */;
  headers: [name: string, value: string][];
};
let known: Settings | undefined;

function readSettings(): Settings {
  if (!known) {
    const env = readEnvironment(process.env);
    const rules = rulesOf(env);
    // Whoever signed in over https once is never sent there without it again.
    const isSecure = rules.isTeam && env.PATCHBAY_URL?.startsWith("https:");
    known = {
      rules,
      headers: isSecure ? [["strict-transport-security", "max-age=31536000"]] : [],
    };
  }
  return known;
}
