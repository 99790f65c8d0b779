import { resolve } from "node:path";
import { expect, test, vi } from "vitest";
import { received } from "../testing-request";

vi.mock("../../services", () => ({ getServices: () => expect.fail("no key is looked up") }));
vi.mock("next/server", () => ({ after: () => {} }));
vi.stubEnv("LOG_LEVEL", "silent");

type Handler = (request: Request, route: { params: Promise<unknown> }) => Promise<Response>;

const handlersOf = (path: string) =>
  import(/* @vite-ignore */ resolve("app/api/v1", path, "route.ts")) as Promise<Record<string, Handler>>;
const ask = async (method: string, path: string): Promise<Response> => {
  const request = new Request(`http://localhost:3000/api/v1/${path}`, { method });
  const answer = (await handlersOf(path))[method] ?? expect.fail(`${path} leaves ${method} to Next`);
  return answer(received(request, new Headers({ host: "localhost:3000", "x-request-id": "mine" })), {
    params: Promise.resolve({}),
  });
};

const READ = "GET, HEAD, OPTIONS";
const WRITTEN = "OPTIONS, POST";
const ROUTES: [path: string, allow: string][] = [
  ...["generation", "key", "models", "models/[author]/[slug]/endpoints"].map((path): [string, string] => [
    path,
    READ,
  ]),
  ...["chat/completions", "completions", "embeddings", "messages", "responses"].map(
    (path): [string, string] => [path, WRITTEN],
  ),
];

test.each(ROUTES)("%s names the methods that it has to whoever uses another", async (path, allow) => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((name) => !allow.includes(name))) {
    const response = await ask(method, path);
    expect(response.status).toBe(405);
    expect(Object.fromEntries(response.headers)).toMatchObject({ allow, "x-request-id": "mine" });
    const { type, error } = await response.json();
    expect(error.metadata).toMatchObject({ patchbay_code: "method_not_allowed", request_id: "mine" });
    if (path === "messages") expect([type, error.type]).toEqual(["error", "invalid_request_error"]);
    else expect(error.code).toBe(405);
  }
});

test.each(ROUTES)("%s tells its methods, and HEAD stays with Next", async (path, allow) => {
  const response = await ask("OPTIONS", path);
  expect([response.status, response.headers.get("allow")]).toEqual([204, allow]);
  expect(await handlersOf(path)).not.toHaveProperty("HEAD");
});
