import { beforeEach, expect, test, vi } from "vitest";
import { getServices } from "../../services";
import { GET } from "./route";

vi.mock("../../services", () => ({ getServices: vi.fn() }));

const SECRET = "0123456789abcdef0123456789abcdef";
const done = {
  models: 90,
  recovered: 0,
  asked: 4,
  givenUp: 0,
  removed: 0,
  purged: 0,
  outlived: 0,
  unattached: 0,
  forgotten: 0,
  cleared: 0,
  rolledUp: 3,
  stopped: 0,
  alerted: 1,
  delivered: 1,
};
const pass = vi.fn(async (): Promise<Record<string, number | null>> => done);

const configure = (CRON_SECRET: string | undefined) =>
  vi.mocked(getServices).mockResolvedValue({ env: { CRON_SECRET }, jobs: { pass } } as never);

/** `Request` refuses to set Host; a server receives it. */
function ask(headers: Record<string, string>): Promise<Response> {
  const request = new Request("http://localhost:3000/api/jobs");
  const received = new Headers({ host: "localhost:3000", ...headers });
  Object.defineProperty(request, "headers", { value: received });
  return GET(request);
}

beforeEach(() => {
  pass.mockClear();
  configure(SECRET);
});

test("who knows the secret has the jobs done, and is told what was", async () => {
  const response = await ask({ authorization: `Bearer ${SECRET}` });
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual(done);
  expect(pass).toHaveBeenCalledTimes(1);
});

test("a job that failed makes the whole a failure, so that the scheduler can tell", async () => {
  pass.mockResolvedValueOnce({ ...done, asked: null });
  const response = await ask({ authorization: `Bearer ${SECRET}` });
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({ ...done, asked: null });
});

test.each([
  ["nothing", {}],
  ["an empty secret", { authorization: "Bearer " }],
  ["another secret", { authorization: `Bearer ${SECRET.replace("0", "1")}` }],
  ["a part of it", { authorization: `Bearer ${SECRET.slice(0, -1)}` }],
  ["more than it", { authorization: `Bearer ${SECRET}0` }],
  ["it under another scheme", { authorization: `Basic ${SECRET}` }],
  ["the mark of a scheduler", { "x-vercel-cron": "1", "user-agent": "vercel-cron/1.0" }],
])("whoever brings %s is refused", async (_, headers) => {
  const response = await ask(headers as Record<string, string>);
  expect(response.status).toBe(401);
  expect(await response.text()).not.toContain(SECRET);
  expect(pass).not.toHaveBeenCalled();
});

test.each(["Bearer ", "Bearer undefined", `Bearer ${SECRET}`])(
  "without a secret there is nothing here for %j",
  async (authorization) => {
    configure(undefined);
    expect((await ask({ authorization })).status).toBe(404);
    expect(pass).not.toHaveBeenCalled();
  },
);

test("the secret opens no other door: a foreign Host is refused before it is looked at", async () => {
  expect((await ask({ host: "evil.example", authorization: `Bearer ${SECRET}` })).status).toBe(421);
  expect(pass).not.toHaveBeenCalled();
});
