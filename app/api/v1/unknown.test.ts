import { afterAll, beforeAll, expect, test } from "vitest";
import { received } from "../testing-request";
import { keepServices, openTestTeam, stubTeam, type TestTeam } from "../testing-team";
import { POST } from "./[...unknown]/route";

stubTeam();

let team: TestTeam;
beforeAll(async () => {
  team = await openTestTeam();
  keepServices(team.services);
}, 60_000);
afterAll(() => team.database.close());

/** Asks for what does not exist, with the key in the header that is named. */
async function ask(toHeaders: (key: string) => Record<string, string>) {
  const request = await team.request("key", "POST", "/api/v1/messages/count_tokens");
  const key = request.headers.get("authorization")?.slice("Bearer ".length) ?? "";
  const headers = new Headers({ host: request.headers.get("host") ?? "", ...toHeaders(key) });
  const params = Promise.resolve({ unknown: ["messages", "count_tokens"] });
  const response = await POST(received(request, headers), { params });
  return { status: response.status, body: await response.json() };
}

test("a path that does not exist is refused in the shape that whoever asks reads, and their key is known", async () => {
  const version = { "anthropic-version": "2023-06-01" };
  const anthropics = { type: "error", error: { type: "not_found_error" } };
  for (const toHeaders of [
    (key: string) => ({ "x-api-key": key }),
    (key: string) => ({ "x-api-key": key, ...version }),
    (key: string) => ({ authorization: `Bearer ${key}`, ...version }),
  ])
    expect(await ask(toHeaders)).toMatchObject({ status: 404, body: anthropics });
  expect(await ask((key) => ({ authorization: `Bearer ${key}` }))).toMatchObject({
    status: 404,
    body: { error: { code: 404 } },
  });
  expect(await ask(() => ({ "x-api-key": "sk-ant-1" }))).toMatchObject({
    status: 401,
    body: { type: "error", error: { type: "authentication_error" } },
  });
});
