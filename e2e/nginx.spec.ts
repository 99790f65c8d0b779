import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { test } from "./canaries/test";
import { HAS_NGINX, Nginx } from "./nginx";
import { PatchbayProcess } from "./patchbay";
import { freePort } from "./program";
import { SandboxProcess } from "./sandbox";
import { PASSWORD } from "./team";

// Everything goes through a real nginx, configured as docs/deploy/nginx.conf says: `npm run test:deep -- nginx`.
test.skip(process.env.DEEP !== "1", "part of npm run test:deep");
test.skip(!HAS_NGINX, "nginx is not installed");

const MODEL = "openai/gpt-5-mini";
/** An address of this machine that only the caller has. */
const CALLER = "127.0.0.2";
const CROWD = "127.0.0.3";
/** How many requests of one address nginx takes at once. */
const AT_ONCE = 100;

let port: number;
let sandbox: SandboxProcess;
let patchbay: PatchbayProcess;
let nginx: Nginx;
let cookie = "";
let key = "";

test.beforeAll(async () => {
  port = await freePort();
  sandbox = await SandboxProcess.start({ speed: 20, generationDelay: 50 });
  const env = {
    OPENROUTER_BASE_URL: sandbox.apiUrl,
    OPENROUTER_API_KEY: sandbox.key,
    PATCHBAY_URL: origin(),
    TRUST_PROXY: "1",
  };
  patchbay = await PatchbayProcess.start(env, { team: true, onVercel: false });
  nginx = await Nginx.start(port, patchbay.port);
  await expect.poll(() => patchbay.output).toContain("/setup#");
  const token = /\/setup#(\S+)/.exec(patchbay.output)?.[1];
  const owner = { name: "Olga", email: "olga@example.com", password: PASSWORD };
  // Who claims to be somebody else is not believed.
  const setUp = await send("POST", "/api/setup", { token, ...owner }, { "x-forwarded-for": "203.0.113.7" });
  expect(setUp.statusCode).toBeLessThan(300);
  cookie = setUp.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const made = await send("POST", "/api/keys", { name: "CI" });
  key = JSON.parse(await text(made)).key;
});
test.afterAll(async () => {
  await nginx?.stop();
  await patchbay?.dispose();
  await sandbox?.end();
});

const origin = () => `http://localhost:${port}`;

/** From an address of its own, as a page of ours would, unless told otherwise; an empty header is none. */
function send(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  onSent?: (leave: () => void) => void,
): Promise<IncomingMessage> {
  const all = {
    ...{ host: `localhost:${port}`, cookie, origin: origin() },
    ...(body ? { "content-type": "application/json" } : {}),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: "127.0.0.1", port, method, path, localAddress: CALLER },
        headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")),
      },
      resolve,
    );
    sent.once("error", reject);
    onSent?.(() => sent.destroy());
    sent.end(body && JSON.stringify(body));
  });
}

const complete = (onSent?: (leave: () => void) => void) =>
  send(
    "POST",
    "/api/v1/chat/completions",
    { model: MODEL, stream: true, messages: [{ role: "user", content: "Tell me a long story" }] },
    { authorization: `Bearer ${key}`, cookie: "", origin: "" },
    onSent,
  );

test("events arrive while the model still speaks, and whoever leaves stops it", async () => {
  await sandbox.setFault(MODEL, "stall", { after: 6 }, 1);
  let leave = () => {};
  const answer = await complete((how) => {
    leave = how;
  });
  expect(answer.headers["content-type"]).toContain("text/event-stream");
  answer.on("error", () => {});
  let read = "";
  answer.on("data", (bytes: Buffer) => {
    read += bytes.toString();
  });
  // Nothing more comes from the model; a proxy that waits for more would show none of it.
  await expect.poll(() => read.match(/^data: \{/gm)?.length ?? 0).toBeGreaterThan(2);
  const id = String(answer.headers["x-patchbay-generation"]);
  const state = async () => {
    const found = await send("GET", `/api/generations/${id}`);
    return /"state":"(\w+)"/.exec(await text(found))?.[1];
  };
  expect(await state()).toBe("running");
  leave();
  await expect.poll(state, { timeout: 10_000 }).toBe("cancelled");
  await sandbox.clearFaults();
});

test("a stream is whole", async () => {
  const whole = await text(await complete());
  expect(whole.trimEnd().endsWith("data: [DONE]")).toBe(true);
});

test("callers are known by their own address, whatever they claim", async () => {
  const { events } = JSON.parse(await text(await send("GET", "/api/team/audit")));
  const addresses = new Set(events.map(({ address }: { address: string }) => address));
  expect([...addresses]).toEqual([CALLER]);
});

test("another host, another origin and another site are refused as without a proxy", async () => {
  const status = async (headers: Record<string, string>, method = "POST") =>
    (await send(method, "/api/keys", method === "POST" ? { name: "Evil" } : undefined, headers)).statusCode;
  expect(await status({ host: "evil.example" }, "GET")).toBe(421);
  expect(await status({ host: "evil.example", origin: "http://evil.example" })).toBe(421);
  expect(await status({ origin: "https://evil.example" })).toBe(403);
  expect(await status({ origin: "null" })).toBe(403);
  expect(await status({ "sec-fetch-site": "cross-site" })).toBe(403);
});

test("one address has so many requests at once, and keeps nobody else out", async () => {
  const sockets = Array.from({ length: AT_ONCE }, () =>
    connect({ port, host: "127.0.0.1", localAddress: CROWD }),
  );
  // Begun, and never ended: nginx counts a request once it has its headers.
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(`POST /api/setup HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-length: 9\r\n\r\n`);
  }
  const health = (localAddress: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, path: "/api/health", localAddress }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject);
      asked.end();
    });
  await expect.poll(() => health(CROWD)).toBe(429);
  expect(await health(CALLER)).toBe(200);
  sockets[0]?.destroy();
  await expect.poll(() => health(CROWD)).toBe(200);
  for (const socket of sockets) socket.destroy();
});

test("nginx's request id comes back, and health is open", async () => {
  const health = await send("GET", "/api/health", undefined, { cookie: "", origin: "", host: "any" });
  expect(health.statusCode).toBe(200);
  expect(health.headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
});
