import { describe, expect, test } from "vitest";
import { gateRules, judgeCall, judgeHost } from "./gate";

const rules = gateRules({ port: 3000 });
const HERE = { host: "localhost:3000" };
/** What Next adds to every request by itself. */
const BY_NEXT = {
  "x-forwarded-host": "localhost:3000",
  "x-forwarded-for": "::ffff:127.0.0.1",
  "x-forwarded-proto": "http",
};

const call = (method: string, headers: Record<string, string>) =>
  judgeCall({ method, headers: new Headers(headers) }, rules)?.code ?? null;
const page = (headers: Record<string, string>) =>
  judgeHost({ headers: new Headers(headers) }, rules)?.code ?? null;

describe("the Host header", () => {
  test.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"])("%s is ours", (host) => {
    expect(page({ host })).toBeNull();
    expect(call("GET", { host })).toBeNull();
  });
  test.each([
    "evil.example",
    "localhost",
    "localhost:3001",
    "127.0.0.1.nip.io:3000",
    "localhost.evil:3000",
    "[::ffff:7f00:1]:3000",
    "localhost:3000.evil",
    "localhost:3000, evil.example",
    "",
  ])("%j is refused", (host) => {
    expect(page({ host })).toBe("foreign_host");
    expect(call("GET", { host })).toBe("foreign_host");
  });
  test("a request without one is refused", () => expect(page({})).toBe("foreign_host"));
  test("the configured address is ours as well, with its own origin", () => {
    const own = gateRules({ port: 3000, url: "https://localhost:8443" });
    const judge = (origin: string) =>
      judgeCall({ method: "POST", headers: new Headers({ host: "localhost:8443", origin }) }, own)?.code ??
      null;
    expect(judge("https://localhost:8443")).toBeNull();
    expect(judge("http://localhost:8443")).toBe("foreign_origin");
    expect(judge("http://localhost:3000")).toBe("foreign_origin");
  });
});

describe("traces of a proxy or a tunnel", () => {
  test("what Next adds by itself is let in", () => expect(page({ ...HERE, ...BY_NEXT })).toBeNull());
  test.each([
    { "x-forwarded-for": "203.0.113.9" },
    { "x-forwarded-for": "127.0.0.1, 203.0.113.9" },
    { "x-forwarded-for": "203.0.113.9, 127.0.0.1" },
    { "x-forwarded-for": "127.0.0.1.evil" },
    { "x-forwarded-for": "unknown" },
    { "x-real-ip": "10.0.0.7" },
    { "x-forwarded-host": "patchbay.example" },
    { forwarded: "for=127.0.0.1" },
    { "cf-connecting-ip": "127.0.0.1" },
    { via: "1.1 proxy" },
  ])("%j is refused", (headers) => {
    expect(page({ ...HERE, ...BY_NEXT, ...headers } as Record<string, string>)).toBe("forbidden");
  });
});

describe("writes", () => {
  const OURS = { ...HERE, origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
  const JSON_TYPE = { "content-type": "application/json", "content-length": "2" };

  test.each(["POST", "PUT", "PATCH", "DELETE"])("%s from our own page is let in", (method) => {
    expect(call(method, { ...OURS, ...JSON_TYPE })).toBeNull();
    expect(call(method, OURS)).toBeNull();
  });
  test("a program that sends neither header is let in", () =>
    expect(call("POST", { ...HERE, ...JSON_TYPE })).toBeNull());
  test("an old browser that names only the origin is let in", () =>
    expect(call("POST", { ...HERE, origin: "http://localhost:3000", ...JSON_TYPE })).toBeNull());

  const foreign = [
    { origin: "null" },
    { origin: "http://evil.example" },
    { origin: "http://localhost:3000.evil.example" },
    { origin: "http://localhost:3001" },
    { origin: "https://localhost:3000" },
    { origin: "http://127.0.0.1:3000" },
    { origin: "" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
  ];
  test.each(foreign)("%j is refused", (headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(call(method, { ...OURS, ...JSON_TYPE, ...headers } as Record<string, string>)).toBe(
        "foreign_origin",
      );
    }
  });
  test("a browser that hides the origin is refused", () => {
    expect(call("POST", { ...HERE, "sec-fetch-site": "same-origin", ...JSON_TYPE })).toBe("foreign_origin");
  });
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json-patch+json",
    "application/json; charset=utf-16",
  ])("%s is not read", (type) =>
    expect(call("POST", { ...OURS, "content-type": type })).toBe("unsupported_media"),
  );
  test.each([
    "application/json; charset=utf-8",
    'application/json; charset="utf-8"',
    'Application/JSON;charset="UTF-8"',
  ])("%s is read", (type) =>
    expect(call("POST", { ...OURS, "content-type": type, "content-length": "2" })).toBeNull(),
  );
  test.each(["gzip", "GZIP", "br", "identity, gzip"])("a body in %s is not unpacked", (encoding) => {
    const headers = new Headers({ ...OURS, ...JSON_TYPE, "content-encoding": encoding });
    expect(judgeCall({ method: "POST", headers }, rules)).toMatchObject({
      code: "unsupported_media",
      message: "Send it uncompressed.",
    });
  });
  test.each(["identity", "Identity", ""])("a body in %j is read", (encoding) =>
    expect(call("POST", { ...OURS, ...JSON_TYPE, "content-encoding": encoding })).toBeNull(),
  );
  test("a body without a type is not read, whatever its framing", () => {
    expect(call("POST", { ...OURS, "content-length": "5" })).toBe("unsupported_media");
    expect(call("POST", { ...OURS, "transfer-encoding": "chunked" })).toBe("unsupported_media");
  });
});

describe("reads of the API", () => {
  test.each(["cross-site", "same-site"])("from a %s page are refused", (site) => {
    expect(call("GET", { ...HERE, "sec-fetch-site": site })).toBe("foreign_origin");
    expect(call("HEAD", { ...HERE, "sec-fetch-site": site })).toBe("foreign_origin");
  });
  test.each(["same-origin", "none"])("marked %s are let in", (site) =>
    expect(call("GET", { ...HERE, "sec-fetch-site": site })).toBeNull(),
  );
  test("with a foreign origin are refused", () =>
    expect(call("GET", { ...HERE, origin: "http://evil.example" })).toBe("foreign_origin"));
});

describe("team access", () => {
  const own = gateRules({ port: 3000, url: "https://patchbay.example", isTeam: true });
  const HOST = { host: "patchbay.example" };
  const judge = (method: string, headers: Record<string, string>, lenient = {}) =>
    judgeCall({ method, headers: new Headers(headers) }, own, lenient)?.code ?? null;

  test.each(["localhost:3000", "127.0.0.1:3000", "patchbay.example:3000", "evil.example", ""])(
    "%j is not its host",
    (host) => expect(judge("GET", { host })).toBe("foreign_host"),
  );
  test("it may stand behind a proxy, whose words change nothing", () => {
    const forwarded = { "x-forwarded-for": "203.0.113.9", via: "1.1 proxy", "x-real-ip": "203.0.113.9" };
    expect(judge("GET", { ...HOST, ...forwarded })).toBeNull();
    for (const name of ["x-forwarded-host", "x-original-host", "forwarded"]) {
      expect(judge("GET", { host: "evil.example", [name]: "patchbay.example" })).toBe("foreign_host");
      expect(judge("GET", { ...HOST, [name]: "evil.example" })).toBeNull();
    }
  });
  test("a write names the very origin, or comes with a key and no cookie", () => {
    const origin = "https://patchbay.example";
    expect(judge("POST", { ...HOST, origin })).toBeNull();
    expect(judge("POST", HOST)).toBe("foreign_origin");
    expect(judge("POST", HOST, { withoutOrigin: true })).toBeNull();
    expect(judge("GET", HOST)).toBeNull();
    for (const foreign of [
      "null",
      "http://patchbay.example",
      `${origin}:8443`,
      `${origin}.evil`,
      "https://evil.example",
    ])
      for (const lenient of [{}, { withoutOrigin: true }])
        expect(judge("POST", { ...HOST, origin: foreign }, lenient), foreign).toBe("foreign_origin");
    for (const site of ["cross-site", "same-site", "none"])
      expect(judge("POST", { ...HOST, origin, "sec-fetch-site": site })).toBe("foreign_origin");
  });
});
