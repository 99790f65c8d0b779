import { afterAll, beforeAll, expect, test } from "vitest";
import { Configuration } from "@/lib/configuration/api";
import { keepServices, openTestTeam, type Somebody, stubTeam, type TestTeam } from "../testing-team";
import { GET } from "./route";

stubTeam();

let team: TestTeam;
beforeAll(async () => {
  team = await openTestTeam();
  keepServices(team.services);
}, 60_000);
afterAll(() => team.database.close());

const ask = async (who: Somebody) =>
  GET(await team.request(who, "GET", "/api/configuration"), { params: Promise.resolve({}) });

test("who runs the team is told what is unsafe and missing, without a secret in it", async () => {
  for (const who of ["owner", "admin"] as const) {
    const response = await ask(who);
    expect(response.status).toBe(200);
    const text = await response.text();
    const { findings } = Configuration.parse(JSON.parse(text));
    const stateOf = (id: string) => findings.find((finding) => finding.id === id)?.state;
    expect(stateOf("access")).toBe("ok");
    // One character over and over.
    expect(stateOf("auth-secret")).toBe("unsafe");
    expect(stateOf("upstream-key")).toBe("missing");
    expect(text).not.toContain("ssss");
  }
});

test.each<[Somebody, number]>([
  ["member", 403],
  ["viewer", 403],
  ["anonymous", 401],
  ["suspended", 401],
  ["key", 401],
])("%s is refused", async (who, status) => {
  const response = await ask(who);
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain("findings");
});
