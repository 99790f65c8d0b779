import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mintSecret } from "./canaries";

const KEY = mintSecret("sk-or-v1-");
const MANAGEMENT = mintSecret("sk-or-v1-");
const TOKEN = mintSecret();
const OIDC = mintSecret();
const PASSWORD = "correct horse battery";
const made = (prefix: string) => `${prefix}${"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH".slice(0, 43)}`;
const VIRTUAL = `pb-v1-ABCDEFGH${mintSecret().slice(0, 43)}`;
const HOOK = `pb-whs-${mintSecret().slice(0, 43)}`;
const LINK = mintSecret().slice(0, 43);
const SESSION = made("");

/** A server with a bad memory: it answers, asks for and writes down whatever it is told to. */
const SERVER = `
  import { createServer } from "node:http";
  import { createGzip } from "node:zlib";
  import { Agent, request as undici } from "undici";
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://a");
    const say = url.searchParams.get("say") ?? "nothing";
    if (url.pathname === "/upstream") return response.end("ok");
    if (url.pathname === "/head") return response.writeHead(200, { "x-hint": say }).end();
    if (url.pathname === "/cookie") return response.setHeader("set-cookie", "session=" + say + "; Path=/").end("in");
    if (url.pathname === "/make") return response.setHeader("content-type", "application/json").end(say);
    if (url.pathname === "/gzip") {
      response.writeHead(200, { "content-encoding": "gzip" });
      const gzip = createGzip();
      gzip.pipe(response);
      return gzip.end("x".repeat(1000) + say);
    }
    if (url.pathname === "/stream") {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const character of "data: " + say) response.write(character);
      return response.end();
    }
    if (url.pathname === "/ask") {
      const { to, options } = JSON.parse(say);
      await (await fetch(to, options)).text();
      await (await undici(to, { dispatcher: new Agent(), ...options })).body.text();
      return response.end("asked");
    }
    if (url.pathname === "/write") {
      globalThis.rows = say;
      return response.end("written");
    }
    response.end(Buffer.from(say));
  }).listen(0, "127.0.0.1", () => process.send({ kind: "port", port: server.address().port }));
  const query = async (text) => ({
    rows: text.includes("pg_tables") ? [{ name: "public.alert_channel" }, { name: "public.notes" }]
      : text.includes("notes") ? [{ text: "(1," + globalThis.rows + ")" }]
      : [{ text: "(2,${HOOK})" }],
  });
  globalThis[Symbol.for("patchbay.services")] = Promise.resolve({ db: { $client: { query } } });
`;

let child: ChildProcess;
let url = "";
type Message = { kind: string; text?: string; name?: string; secret?: string; heard?: object };
const messages: Message[] = [];

beforeAll(async () => {
  const canaries = {
    secrets: [
      ["OPENROUTER_API_KEY", KEY],
      ["OPENROUTER_MANAGEMENT_KEY", MANAGEMENT],
      ["METRICS_TOKEN", TOKEN],
      ["OIDC_CLIENT_SECRET", OIDC],
    ],
    made: [["a member's password", PASSWORD]],
    // Found out below.
    upstream: "http://localhost:1/api/v1",
    issuer: null,
  };
  child = spawn(
    process.execPath,
    ["--import=./e2e/canaries/eavesdrop.mjs", "--input-type=module", "--eval", SERVER],
    {
      env: { ...process.env, PATCHBAY_CANARIES: JSON.stringify(canaries) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  const [{ port }] = await once(child, "message");
  url = `http://127.0.0.1:${port}`;
  child.on("message", (message: Message) => messages.push(message));
});
afterAll(() => void child.kill());

/** What is told of one request; the answer comes before the last of it, so a question of ours is put behind. */
async function toldOf(path: string, say: string, method = "GET"): Promise<string[]> {
  messages.length = 0;
  await (await fetch(`${url}${path}?${new URLSearchParams({ say })}`, { method })).text();
  child.send({ kind: "search" });
  while (!messages.some(({ kind }) => kind === "searched")) await once(child, "message");
  return messages.flatMap(({ kind, text, name, secret }) =>
    kind === "leak" ? [text ?? ""] : kind === "made" ? [`${name}: ${secret}`] : [],
  );
}

test("what is answered is heard, whatever way it goes", async () => {
  expect(await toldOf("/", "nothing")).toEqual([]);
  for (const path of ["/", "/head", "/gzip", "/stream"]) {
    const where = `in the answer to GET ${path}`;
    expect(await toldOf(path, `${TOKEN}!`)).toEqual([`METRICS_TOKEN (as it is) ${where}`]);
    const packed = Buffer.from(`a${TOKEN}`).toString("base64");
    expect(await toldOf(path, packed)).toEqual([`METRICS_TOKEN (base64) ${where}`]);
    expect(await toldOf(path, `${KEY.slice(0, 12)}...${KEY.slice(-4)}`)).toEqual([]);
  }
  expect(await toldOf("/", `her ${PASSWORD}`)).toEqual([
    "a member's password (as it is) in the answer to GET /",
  ]);
});

test("what is made is told once", async () => {
  const [name, secret] = ["a key's secret", VIRTUAL.slice(-43)];
  const body = JSON.stringify({ id: 1, key: VIRTUAL });
  expect(await toldOf("/make", body, "POST")).toEqual([`${name}: ${secret}`]);
  expect(await toldOf("/make", body, "POST")).toEqual([`${name} (as it is) in the answer to POST /make`]);
  expect(await toldOf("/", `${VIRTUAL.slice(0, 14)}…${VIRTUAL.slice(-4)}`)).toEqual([]);

  const link = JSON.stringify({ link: `https://patchbay.example/invite#${LINK}` });
  expect(await toldOf("/make", link, "POST")).toEqual([`a link's secret: ${LINK}`]);
  expect(await toldOf("/", LINK)).toEqual(["a link's secret (as it is) in the answer to GET /"]);

  expect(await toldOf("/cookie", SESSION)).toEqual([`the session in session: ${SESSION}`]);
  expect(await toldOf("/cookie", SESSION)).toEqual([]);
  expect(await toldOf("/", SESSION)).toEqual(["the session in session (as it is) in the answer to GET /"]);
});

test("what is asked for is heard, and a key belongs in one header", async () => {
  const ask = async (options: object, path = "/upstream") =>
    new Set(await toldOf("/ask", JSON.stringify({ to: `${url}${path}`, options })));
  expect(await ask({ headers: { accept: "text/plain" } })).toEqual(new Set());
  // This is not the upstream.
  expect(await ask({ headers: { authorization: `Bearer ${KEY}` } })).toEqual(
    new Set([`OPENROUTER_API_KEY (as it is) in the request GET /upstream to ${url}`]),
  );
  expect(await ask({ method: "POST", body: JSON.stringify({ user: VIRTUAL }) })).toEqual(
    new Set([`a key's secret (as it is) in the request POST /upstream to ${url}`]),
  );
  expect(await ask({}, `/upstream?secret=${OIDC}`)).toEqual(
    new Set([`OIDC_CLIENT_SECRET (as it is) in the request GET /upstream to ${url}`]),
  );
});

test("all rows are looked through, and a signing secret may stand in its table", async () => {
  expect(await toldOf("/make", JSON.stringify({ secret: HOOK }), "POST")).toEqual([
    `a webhook's secret: ${HOOK.slice(-43)}`,
  ]);
  expect(messages.at(-1)?.heard).toMatchObject({ rows: 2 });
  expect(await toldOf("/write", "harmless")).toEqual([]);
  for (const [secret, name] of [
    [HOOK, "a webhook's secret (as it is)"],
    [VIRTUAL, "a key's secret (as it is)"],
    [`\\\\x${Buffer.from(MANAGEMENT).toString("hex")}`, "OPENROUTER_MANAGEMENT_KEY (hexadecimal)"],
  ] as const)
    expect(await toldOf("/write", secret)).toEqual([`${name} in the table public.notes`]);
});
