import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { log } from "../log";
import { handle, open } from "./handler";
import { received } from "./testing-request";

vi.mock("../services", () => ({ getServices: vi.fn(async () => ({})) }));

const answer = vi.fn(async () => Response.json({ ok: true }));
const route = { params: Promise.resolve({}) };
beforeEach(() => answer.mockClear());

type Sent = { method?: string; headers?: Record<string, string>; body?: string; path?: string };

function requestFor({ method = "GET", headers: sent = {}, body, path = "/api/thing" }: Sent): Request {
  const request = new Request(`http://localhost:3000${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  const headers = new Headers({
    host: "localhost:3000",
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...sent,
  });
  return received(request, headers);
}

const ask = (sent: Sent, handler = handle("chat:write", answer)) => handler(requestFor(sent), route);

async function failureOf(response: Response) {
  const { error } = z
    .object({ error: z.looseObject({ code: z.string(), message: z.string() }) })
    .parse(await response.json());
  return error;
}

describe("what is refused never reaches the handler", () => {
  test.each<[number, Sent]>([
    [421, { headers: { host: "evil.example" } }],
    [403, { headers: { "x-forwarded-for": "203.0.113.9" } }],
    [403, { headers: { "sec-fetch-site": "cross-site" } }],
    [403, { method: "POST", body: "{}", headers: { origin: "null" } }],
    [403, { method: "DELETE", headers: { origin: "http://evil.example" } }],
    [415, { method: "POST", body: "{}", headers: { "content-type": "text/plain" } }],
  ])("%i", async (status, sent) => {
    const response = await ask(sent);
    expect(response.status).toBe(status);
    expect(answer).not.toHaveBeenCalled();
  });

  test("nor does a permission that the actor has not", async () => {
    const response = await ask({}, handle("no:such" as "chat:read", answer));
    expect(response.status).toBe(403);
    expect(answer).not.toHaveBeenCalled();
  });
});

describe("bodies", () => {
  const strict = handle("chat:write", async ({ body }) =>
    Response.json(await body(z.strictObject({ text: z.string() }))),
  );

  test.each([
    undefined,
    "",
    "null",
    "[]",
    '""',
    "0",
    "{}",
    '{"text":1}',
    '{"text":"a","role":"owner"}',
    '{"text":"a","__proto__":{"x":1}}',
  ])("%j is refused", async (body) => {
    const response = await ask({ method: "POST", ...(body === undefined ? {} : { body }) }, strict);
    expect(response.status).toBe(400);
    expect((await failureOf(response)).code).toBe("invalid_request");
  });
  test("the refusal names the fields", async () => {
    const response = await ask({ method: "POST", body: '{"text":1}' }, strict);
    expect((await failureOf(response)).issues).toMatchObject([{ path: "text" }]);
  });
  test("eight megabytes are the most", async () => {
    const body = JSON.stringify({ text: "a".repeat(8 * 1_048_576) });
    expect((await ask({ method: "POST", body }, strict)).status).toBe(413);
    expect(
      (await ask({ method: "POST", body: JSON.stringify({ text: "a".repeat(1_000_000) }) }, strict)).status,
    ).toBe(200);
  });
});

test("a name given twice in the query does not pass for one value", async () => {
  const query = handle("spend:read", async (context) =>
    Response.json(context.query(z.strictObject({ period: z.string() }))),
  );
  expect((await ask({ path: "/api/thing?period=a" }, query)).status).toBe(200);
  expect((await ask({ path: "/api/thing?period=a&period=b" }, query)).status).toBe(400);
  expect((await ask({ path: "/api/thing?period=a&__proto__=b" }, query)).status).toBe(400);
});

describe("answers", () => {
  test("are not stored, not sniffed, and can be found in the log", async () => {
    for (const response of [await ask({}), await ask({ headers: { host: "evil" } })]) {
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
  test("keep their own cache rule", async () => {
    const stream = handle(
      "chat:read",
      async () => new Response("", { headers: { "cache-control": "no-cache, no-transform" } }),
    );
    expect((await ask({}, stream)).headers.get("cache-control")).toBe("no-cache, no-transform");
  });
  test("a known failure keeps its code, status and waiting time", async () => {
    const limited = handle("chat:read", async () => {
      throw new AppError("free_limit", { retryAfter: 2.5 });
    });
    const response = await ask({}, limited);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await failureOf(response)).toMatchObject({ code: "free_limit", by: "openrouter" });
  });
  test("a bug answers 500 without its words, and is logged under the request's id", async () => {
    const logged = vi.spyOn(log, "error").mockImplementation(() => {});
    const broken = handle("chat:read", async () => {
      throw new Error("the prompt was: my secret");
    });
    const response = await ask({}, broken);
    expect(response.status).toBe(500);
    expect(JSON.stringify(await failureOf(response))).not.toContain("secret");
    const requestId = response.headers.get("x-request-id");
    expect(logged).toHaveBeenCalledWith(
      expect.objectContaining({ requestId, path: "/api/thing" }),
      expect.any(String),
    );
    expect(JSON.stringify(logged.mock.calls)).not.toContain("secret");
  });
});

test("what an address holds that opens something is not logged", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => {});
  const broken = open({}, async () => {
    throw new Error("no");
  });
  await broken(requestFor({ path: "/api/shared/pb-share-c2VjcmV0" }));
  expect(logged).toHaveBeenLastCalledWith(
    expect.objectContaining({ path: "/api/shared/pb-share-…" }),
    expect.any(String),
  );
  expect(JSON.stringify(logged.mock.calls)).not.toContain("c2VjcmV0");
  logged.mockRestore();
});

describe("open handlers", () => {
  test("answer under any Host only where they say so", async () => {
    const foreign = requestFor({ headers: { host: "10.0.0.7:3000" } });
    expect((await open({ anyHost: true }, answer)(foreign)).status).toBe(200);
    expect((await open({}, answer)(foreign)).status).toBe(421);
  });
  test("are otherwise as strict", async () => {
    const foreign = requestFor({ headers: { host: "10.0.0.7:3000", "sec-fetch-site": "cross-site" } });
    expect((await open({ anyHost: true }, answer)(foreign)).status).toBe(403);
  });
});
