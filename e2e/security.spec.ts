import { existsSync } from "node:fs";
import { request as rawRequest } from "node:http";
import { connect } from "node:net";
import { expect, test } from "./fixtures";
import { INSTANCES } from "./several";
import { BODY_LIMIT } from "./vercel";

type Sent = { path?: string; method?: string; headers?: Record<string, string>; body?: string };

/** A request as no browser would send it: `fetch` does not let go of Host and Origin. */
function send(
  port: number,
  { path = "/", method = "GET", headers = {}, body }: Sent,
): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const request = rawRequest({
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { host: `localhost:${port}`, ...headers },
    });
    request.once("error", fail);
    request.once("response", (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString()));
      response.once("end", () => done({ status: response.statusCode ?? 0, text }));
    });
    request.end(body);
  });
}

/** Bytes as they are, and the status line that they get. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((done) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (data) => (answer += data.toString()));
    socket.once("error", () => done("closed"));
    socket.once("close", () => done(answer.split("\r\n")[0] || "closed"));
  });
}

/** Nothing that protects may rest on it alone, so `npm run test:deep -- without-proxy` takes it away. */
const WITHOUT_PROXY = !existsSync("proxy.ts");
const HEADERS_ONLY = "pages have their headers from proxy.ts";

const PATHS = [
  "/",
  "/generations",
  "/nothing-here",
  "/icon.svg",
  "/api/generations",
  "/api/nothing",
  "/api/v1/models",
  "/_next/static/x.js",
];

test("no path answers under a foreign name", async ({ patchbay }) => {
  for (const path of PATHS) {
    for (const host of [
      "evil.example",
      `127.0.0.1.nip.io:${patchbay.port}`,
      "localhost:1",
      `[::ffff:7f00:1]:${patchbay.port}`,
    ]) {
      expect([path, host, (await send(patchbay.port, { path, headers: { host } })).status]).toEqual([
        path,
        host,
        421,
      ]);
    }
  }
  expect((await send(patchbay.port, { path: "/api/health", headers: { host: "10.0.0.7" } })).status).toBe(
    200,
  );
});

test("tricks with the path or Next's own headers do not get around it", async ({ patchbay }) => {
  const subrequest = Array.from({ length: 5 }, () => "proxy").join(":");
  const tricks: Sent[] = [
    { path: "/index.rsc" },
    { path: "/?_rsc=1", headers: { rsc: "1", "next-router-prefetch": "1" } },
    { path: "/", headers: { "x-middleware-subrequest": subrequest } },
    { path: "/", headers: { "x-forwarded-host": `localhost:${patchbay.port}` } },
    { path: "/", headers: { "x-original-url": "/api/health", "x-rewrite-url": "/api/health" } },
    { path: "/api/../generations" },
    { path: "/%61pi/generations" },
    { path: "/api/generations.rsc" },
  ];
  for (const trick of tricks) {
    const { status, text } = await send(patchbay.port, {
      ...trick,
      headers: { ...trick.headers, host: "evil.example" },
    });
    expect([trick.path, status]).toEqual([trick.path, 421]);
    expect(text).not.toContain("<html");
  }
});

test("two hosts, a proxy's request or a tunnel are refused before anything reads them", async ({
  patchbay,
}) => {
  const host = `Host: localhost:${patchbay.port}\r\n`;
  expect(await sendRaw(patchbay.port, `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`)).toContain(
    " 421 ",
  );
  expect(await sendRaw(patchbay.port, `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`)).toContain(" 421 ");
  const upgrade = `GET http://evil.example/ HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`;
  expect(await sendRaw(patchbay.port, upgrade)).toContain(" 421 ");
  expect(await sendRaw(patchbay.port, "CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n")).toBe(
    "closed",
  );
});

test("what came through another machine is refused", async ({ patchbay }) => {
  for (const path of ["/", "/api/generations"]) {
    for (const headers of [
      { "x-forwarded-for": "203.0.113.9" },
      { forwarded: "for=203.0.113.9" },
      { via: "1.1 proxy" },
    ]) {
      expect((await send(patchbay.port, { path, headers: headers as Record<string, string> })).status).toBe(
        403,
      );
    }
  }
});

test("a write from anywhere but our own page changes and costs nothing", async ({ patchbay, sandbox }) => {
  const before = (await sandbox.requests()).length;
  const own = `http://localhost:${patchbay.port}`;
  for (const origin of [
    "null",
    "http://evil.example",
    `${own}.evil.example`,
    "http://localhost:1",
    `http://127.0.0.1:${patchbay.port}`,
  ]) {
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
      const headers = { origin, "content-type": type, "sec-fetch-site": "cross-site" };
      const { status } = await send(patchbay.port, {
        path: "/api/chat",
        method: "POST",
        headers,
        body: "{}",
      });
      expect(status).toBe(403);
    }
  }
  const form = { origin: own, "sec-fetch-site": "same-origin", "content-type": "text/plain" };
  expect(
    (await send(patchbay.port, { path: "/api/chat", method: "POST", headers: form, body: "{}" })).status,
  ).toBe(415);
  expect((await sandbox.requests()).length).toBe(before);
});

test("a body is cut off at its limit, announced or not", async ({ patchbay }) => {
  test.skip(INSTANCES > 1, "a round robin that still sends may hear of the cut before it hears why");
  const body = `"${"a".repeat(BODY_LIMIT)}"`;
  const headers = { "content-type": "application/json" };
  expect((await send(patchbay.port, { path: "/api/chat", method: "POST", headers, body })).status).toBe(413);
  const chunked = { ...headers, "transfer-encoding": "chunked" };
  expect(
    (await send(patchbay.port, { path: "/api/chat", method: "POST", headers: chunked, body })).status,
  ).toBe(413);
});

test("pages carry a nonce of their own, which nobody else can choose", async ({ patchbay }) => {
  test.skip(WITHOUT_PROXY, HEADERS_ONLY);
  const nonces = new Set<string>();
  for (let visit = 0; visit < 50; visit++) {
    const response = await fetch(`${patchbay.url}${visit % 2 ? "/" : "/nothing-here"}`, {
      headers: { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" },
    });
    const policy = response.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
    expect(Buffer.from(nonce, "base64")).toHaveLength(16);
    nonces.add(nonce);
    const html = await response.text();
    expect(html).not.toContain('nonce="mine"');
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(response.headers.get("cache-control")).toContain("no-store");
  }
  expect(nonces.size).toBe(50);
});

test("every answer says what browsers may do with it", async ({ patchbay }) => {
  test.skip(WITHOUT_PROXY, HEADERS_ONLY);
  const html = await (await fetch(patchbay.url)).text();
  const file = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? "";
  for (const path of ["/", "/nothing-here", "/api/generations", "/api/nothing", "/api/health", file]) {
    const { headers } = await fetch(`${patchbay.url}${path}`);
    expect.soft(headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    expect.soft(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect.soft(headers.get("x-frame-options"), path).toBe("DENY");
    expect.soft(headers.get("referrer-policy"), path).toBe("no-referrer");
    expect.soft(headers.get("cross-origin-resource-policy"), path).toBe("same-origin");
    expect.soft(headers.get("access-control-allow-origin"), path).toBeNull();
    expect.soft(headers.get("x-powered-by"), path).toBeNull();
  }
});

test("pages work under their own policy", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("navigation").first()).toBeVisible();
});

test.describe("the policy", () => {
  test.skip(WITHOUT_PROXY, HEADERS_ONLY);
  test.use({
    expectedErrors: /Content Security Policy|violates the following|Failed to load resource|evil.invalid/,
  });

  test("stops foreign scripts and images, and reports them", async ({ page, patchbay }) => {
    await page.goto("/");
    await page.evaluate(() => {
      const html = `<img src="data:," onerror="window.intruder = true"><img src="https://evil.invalid/pixel.png">`;
      document.body.insertAdjacentHTML("beforeend", html);
    });
    await expect.poll(() => patchbay.output).toMatch(/"directive":"script-src-attr","blocked":"inline"/);
    await expect
      .poll(() => patchbay.output)
      .toMatch(/"directive":"img-src","blocked":"https:\/\/evil.invalid"/);
    expect(await page.evaluate(() => "intruder" in window)).toBe(false);
    expect(patchbay.output).not.toContain("pixel.png");
  });
});
