import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "@/lib/core/ids";
import { generation } from "@/lib/db/schema/ledger";
import { askRoute, openTestTeam, type Somebody, stubTeam, type TestTeam } from "./testing-team";

const held = vi.hoisted(() => ({ services: {} }));
vi.mock("../services", () => ({ getServices: async () => held.services }));
// There is nothing after a request that no server answers.
vi.mock("next/server", () => ({ after: () => {} }));
stubTeam();

/** A minute before what the team takes for now. */
const STARTED = new Date("2026-11-20T12:59:00.000Z");
const id = newId();
let team: TestTeam;

beforeAll(async () => {
  team = await openTestTeam();
  held.services = team.services;
  // Mia asked before there was a sandbox.
  await team.database.db.insert(generation).values({
    ...{ id, account: "simulation", memberId: team.actors.member.memberId, source: "playground" },
    ...{
      models: ["acme/one"],
      state: "finished",
      startedAt: STARTED,
    },
  });
}, 60_000);
afterAll(() => team.database.close());

const ask = (who: Somebody, route: string, query: string) => askRoute(team, who, "GET", route, { query });

/** How many generations each address tells of, of the account that is asked for. */
async function countAll(who: Somebody, account: string): Promise<number[]> {
  const read = async (route: string, query = "?") => {
    const response = await ask(who, route, `${query}${account}`);
    expect(response.status, route).toBe(200);
    return response.text();
  };
  const { generations } = JSON.parse(await read("generations"));
  const { bars } = JSON.parse(await read("generations/histogram"));
  const file = JSON.parse(await read("generations/export", "?format=json&"));
  const { totals } = JSON.parse(await read("spend/overview"));
  const { values } = JSON.parse(await read("spend/values", "?dimension=model&"));
  const finished = bars.map((bar: { finished: number }) => bar.finished);
  return [
    generations.length,
    finished.reduce((sum: number, count: number) => sum + count, 0),
    file.length,
    totals.generations,
    values.length,
  ];
}

test("another account is looked at when it is asked for, and everybody sees there what they see here", async () => {
  for (const who of ["owner", "member"] as const) {
    expect(await countAll(who, "")).toEqual([0, 0, 0, 0, 0]);
    expect(await countAll(who, "account=sandbox")).toEqual([0, 0, 0, 0, 0]);
    expect(await countAll(who, "account=simulation")).toEqual([1, 1, 1, 1, 1]);
  }
  for (const who of ["other", "viewer"] as const)
    expect(await countAll(who, "account=simulation")).toEqual([0, 0, 0, 0, 0]);
});

test("what the ledger knows of no account of is refused, wherever it is asked for", async () => {
  for (const [route, query] of [
    ["generations", "?"],
    ["generations/histogram", "?"],
    ["generations/export", "?format=csv&"],
    ["spend/overview", "?"],
    ["spend/values", "?dimension=model&"],
    ["spend/anomalies", "?"],
  ] as const) {
    expect((await ask("owner", route, `${query}account=simulation`)).status, route).toBe(200);
    const refused = await ask("owner", route, `${query}account=elsewhere`);
    expect(refused.status, route).toBe(400);
    expect((await refused.json()).error).toMatchObject({ issues: [{ path: "account" }] });
  }
});

test("a generation is found by its id alone, and says of which account it is", async () => {
  const find = (who: Somebody) => askRoute(team, who, "GET", "generations/[id]", { params: { id } });
  for (const who of ["owner", "member"] as const)
    expect(await (await find(who)).json()).toMatchObject({ account: { id: "simulation", isCurrent: false } });
  expect((await find("other")).status).toBe(404);
});

test("who runs the team is told when an account was used, everybody else only that it is there", async () => {
  for (const [who, isTold] of [
    ["admin", true],
    ["member", false],
  ] as const) {
    const { accounts } = await (await ask(who, "accounts", "")).json();
    expect(accounts.map((one: { id: string; isCurrent: boolean }) => [one.id, one.isCurrent])).toEqual([
      ["sandbox", true],
      ["simulation", false],
    ]);
    expect(accounts[1].last !== null, who).toBe(isTold);
  }
});
