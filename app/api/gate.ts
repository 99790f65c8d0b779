import { AppError } from "@/lib/core/errors";
import type { Environment } from "../env";

/** What a request must look like to be let in: pure, so that pages and handlers ask the same question. */
export type GateRules = {
  /** Host header → the origin that a page served under it has. */
  origins: ReadonlyMap<string, string>;
  /** Whether everybody signs in: then proxies may stand between, and every write of a page names its origin. */
  isTeam: boolean;
};

type GatedRequest = { method: string; headers: Headers };

/** Those of this installation, as its settings have it. */
export function rulesOf(env: Pick<Environment, "PORT" | "PATCHBAY_URL" | "PATCHBAY_ACCESS">): GateRules {
  return gateRules({ port: env.PORT, url: env.PATCHBAY_URL, isTeam: env.PATCHBAY_ACCESS === "team" });
}

type Served = { port: number; url?: string | undefined; isTeam?: boolean };

/** The names under which this installation answers, and no others: DNS rebinding brings foreign ones. */
export function gateRules({ port, url, isTeam = false }: Served): GateRules {
  const names = isTeam ? [] : ["localhost", "127.0.0.1", "[::1]"];
  const hosts = names.map((name) => (port === 80 ? name : `${name}:${port}`));
  const origins = new Map(hosts.map((host) => [host, `http://${host}`]));
  if (url !== undefined) {
    const { host, origin } = new URL(url);
    origins.set(host, origin);
  }
  return { origins, isTeam };
}

/** Was this sent to us, and, where nobody signs in, by this machine? Asked of pages and handlers alike; `null` lets it in. */
export function judgeHost({ headers }: Pick<GatedRequest, "headers">, rules: GateRules): AppError | null {
  const host = hostOf(headers);
  if (!rules.origins.has(host)) return new AppError("foreign_host");
  if (rules.isTeam || !wasForwarded(headers, host)) return null;
  const message =
    "The request came through a proxy or a tunnel. Nobody signs in to this Patchbay, so it serves its own machine only.";
  return new AppError("forbidden", {}, { message });
}

/** What a handler may be more lenient about than the rest. */
export type Leniency = {
  /** Answers under any Host: for whoever only asks whether the process lives. */
  anyHost?: boolean;
  /** Reads this media type instead of JSON. */
  media?: RegExp;
  /** No cookie counts, so that nothing is lost where a write does not say which page it comes from. */
  withoutOrigin?: boolean;
  /** Is where another site sends people back to: a page may be opened from there, and nothing may be read. */
  fromElsewhere?: boolean;
};

/** May this page or program call the app's own API? `null` lets it in. */
export function judgeCall(request: GatedRequest, rules: GateRules, lenient: Leniency = {}): AppError | null {
  const host = lenient.anyHost ? null : judgeHost(request, rules);
  return host ?? judgeOrigin(request, rules, lenient) ?? judgeMedia(request, lenient.media ?? JSON_MEDIA);
}

const JSON_MEDIA = /^application\/json\s*(;\s*charset=(?:utf-8|"utf-8")\s*)?$/i;

function judgeOrigin(
  { method, headers }: GatedRequest,
  rules: GateRules,
  { withoutOrigin = false, fromElsewhere = false }: Leniency,
): AppError | null {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const reads = method === "GET" || method === "HEAD";
  // Only a browser itself writes these, and only for what it opens in a window: no frame, no picture, no script.
  const opens = headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
  if (fromElsewhere && method === "GET" && origin === null && opens) return null;
  // Programs send neither header. A page can leave out neither: browsers name the origin of every write.
  if (origin === null && (site === null || reads)) {
    if (rules.isTeam && !reads && !withoutOrigin) return new AppError("foreign_origin");
    return site === null || site === "same-origin" || site === "none" ? null : new AppError("foreign_origin");
  }
  // Other ports of this machine are "same-site", but not our pages either.
  const ours = origin === rules.origins.get(hostOf(headers)) && (site === null || site === "same-origin");
  return ours ? null : new AppError("foreign_origin");
}

/** Forms can send anything but JSON; so nothing else is read, nor unpacked. */
function judgeMedia({ method, headers }: GatedRequest, expected: RegExp): AppError | null {
  if (method === "GET" || method === "HEAD") return null;
  const type = headers.get("content-type");
  const length = headers.get("content-length");
  const hasBody = headers.has("transfer-encoding") || (length !== null && length !== "0");
  if (!(type === null ? !hasBody : expected.test(type))) return new AppError("unsupported_media");
  const isPacked = !/^(?:identity)?$/i.test(headers.get("content-encoding") ?? "");
  return isPacked ? new AppError("unsupported_media", {}, { message: "Send it uncompressed." }) : null;
}

const hostOf = (headers: Headers): string => headers.get("host")?.toLowerCase() ?? "";

/** What proxies, tunnels and content networks leave behind. */
const FORWARDERS = [
  "forwarded",
  "via",
  "x-forwarded-server",
  "x-original-host",
  "x-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "cf-ray",
  "fastly-client-ip",
  "fly-client-ip",
];

/** Next adds X-Forwarded-* of its own, with the peer's address; every other trace means a proxy or a tunnel. */
function wasForwarded(headers: Headers, host: string): boolean {
  if (FORWARDERS.some((name) => headers.has(name))) return true;
  const hosts = list(headers.get("x-forwarded-host"));
  const addresses = [...list(headers.get("x-forwarded-for")), ...list(headers.get("x-real-ip"))];
  return hosts.some((name) => name.toLowerCase() !== host) || !addresses.every(isLoopbackAddress);
}

const list = (value: string | null): string[] =>
  (value ?? "").split(",").flatMap((item) => item.trim() || []);

const isLoopbackAddress = (address: string): boolean =>
  /^(::1|\[::1\]|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i.test(address);

/** Whether a host name, as configured, can only be this machine. */
export const isLoopbackName = (name: string): boolean => /^localhost$/i.test(name) || isLoopbackAddress(name);
