import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { simulate } from "@/app/simulation";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import { catalogModel, modelEndpoint } from "@/lib/catalog/testing";
import { AppError } from "@/lib/core/errors";
import type { Database, Db } from "@/lib/db/client.server";
import { generation, hold } from "@/lib/db/schema/ledger";
import { routeBreak } from "@/lib/db/schema/routes";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { BreakReport, FAULTS, KeptBreakReports } from "@/lib/routes/break-api";
import { readBreakReports } from "@/lib/routes/break-reports.server";
import { BreakRequest } from "@/lib/routes/break-request";
import { createRoute, publishRoute } from "@/lib/routes/routes.server";
import { RouteSpec } from "@/lib/routes/spec-request";
import { openBreak } from "./break-it.server";

const AT = new Date("2026-11-20T12:00:00Z");
const SPEC = RouteSpec.parse({
  arms: [
    { name: "main", share: 90, models: ["zeta/one:nitro", "zeta/two"] },
    { name: "trial", share: 10, models: ["~zeta/latest"] },
  ],
  parameters: { provider: { ignore: ["delta"] } },
});
const ENDPOINTS: Record<string, ModelEndpoint[]> = {
  "zeta/one": [modelEndpoint("alpha"), modelEndpoint("delta")],
  "zeta/two": [modelEndpoint("beta")],
};
const CATALOG = {
  models: [
    catalogModel("zeta/one"),
    catalogModel("zeta/two", { canonicalSlug: "zeta/two-20261001" }),
    catalogModel("zeta/unserved"),
    catalogModel("~zeta/latest", { kind: "alias", aliasTarget: "zeta/two-20261001" }),
  ],
  ...{ unreadable: 0, fetchedAt: AT, failure: null, digest: null, repriced: {}, gone: [] },
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  let asked: string[];
  const endpoints = {
    async of(id: string) {
      asked.push(id);
      const found = ENDPOINTS[id];
      if (!found) throw new AppError(id === "zeta/unserved" ? "not_found" : "upstream_unreachable");
      return { model: id, endpoints: found, fetchedAt: AT, failure: null, unreadable: 0 };
    },
  };
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    memberId = await addMember(db);
    await createRoute(db, { name: "bot", spec: SPEC }, AT);
    await publishRoute(db, memberId, "bot", { revision: 1, note: "" }, AT);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    asked = [];
    await db.delete(routeBreak);
  });

  const open = (request: object, at = AT) =>
    openBreak(
      { db, simulate, catalog: CATALOG, endpoints, memberId, now: at, patience: 120_000 },
      "bot",
      BreakRequest.parse({ of: { version: 1 }, arm: "main", ...request }),
    );
  const breakIt = async (request: object, at = AT) => (await open(request, at)).run();
  const kept = async (version = 1) => (await readBreakReports(db, "bot", version)).reports;

  test("every fault at every hop, and at all of them, is tried and kept with the version", async () => {
    const report = await breakIt({});
    expect(report).toMatchObject({ simulation: true, version: 1, arm: "main", at: AT });
    expect(report.runs).toHaveLength(1 + 3 * FAULTS.length);
    expect(report.runs[0]?.caller).toMatchObject({ state: "answered", provider: "ALPHA" });
    expect(
      report.runs
        .flatMap(({ hops }) => hops.flatMap(({ attempts }) => attempts))
        .some(({ provider }) => provider === "DELTA"),
    ).toBe(false);
    expect(await kept()).toEqual([{ ...report, memberId, author: "Ada" }]);
    expect(asked.sort()).toEqual(["zeta/one", "zeta/two"]);
    const again = await breakIt({}, new Date(AT.getTime() + 60_000));
    expect(await kept()).toEqual([{ ...again, memberId, author: "Ada" }]);
  });

  test("a report is kept whatever is asked and wherever its answer is cut", async () => {
    for (const words of [`x${"😀".repeat(300)}`, "a\0b"]) await breakIt({ prompt: `Say exactly "${words}"` });
    expect((await kept())[0]?.runs[0]?.caller.text).toBe("a\ufffdb");
  });

  test("each arm has a report of its own, and an alias is broken as what it stands for", async () => {
    await breakIt({});
    const { runs } = await breakIt({ arm: "trial" });
    expect(runs).toHaveLength(1 + FAULTS.length);
    expect(runs[0]?.caller).toMatchObject({ state: "answered", model: "zeta/two", provider: "BETA" });
    expect((await kept()).map(({ arm }) => arm)).toEqual(["main", "trial"]);
  });

  test("what is only tried out, or not published, is not kept", async () => {
    const one = await breakIt({ faults: [{ fault: "outage", hop: 0 }], prompt: "Hi" });
    expect(one.runs.map(({ caller }) => caller.model)).toEqual(["zeta/two"]);
    const spec = { ...SPEC, arms: [{ name: "new", share: 100, models: ["zeta/unserved"] }] };
    const draft = await breakIt({ of: { spec }, arm: "new" });
    expect(draft).toMatchObject({
      version: null,
      runs: [{ caller: { failure: { code: "no_endpoints" } } }, ...Array(5).fill({})],
    });
    expect(await kept()).toEqual([]);
  });

  test("whoever waits hears how far it is, and whoever leaves has nothing kept", async () => {
    const { of, run } = await open({});
    const heard: number[] = [];
    const leaving = new AbortController();
    const onDone = (done: number) => {
      heard.push(done);
      if (done === 3) leaving.abort();
    };
    await expect(run(onDone, leaving.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect([of, heard]).toEqual([16, [1, 2, 3]]);
    expect(await kept()).toEqual([]);
    expect((await run((done) => heard.push(done))).runs).toHaveLength(16);
    expect(heard.at(-1)).toBe(16);
  });

  test("nothing enters the ledger", async () => {
    await breakIt({});
    expect([Number(await db.$count(generation)), Number(await db.$count(hold))]).toEqual([0, 0]);
  });

  test.each<[object, string]>([
    [{ of: { version: 2 } }, "not_found"],
    [{ arm: "none" }, "not_found"],
    [{ faults: [{ fault: "cut", hop: 2 }] }, "invalid_request"],
    [
      {
        of: { spec: { ...SPEC, arms: [{ name: "main", share: 100, models: ["zeta/one"] }] } },
        faults: [{ fault: "cut", hop: 1 }],
      },
      "invalid_request",
    ],
  ])("%j is refused with %s", async (request, code) => {
    await expect(breakIt(request)).rejects.toMatchObject({ code });
  });

  test("a report in another shape counts as none", async () => {
    await db.insert(routeBreak).values({
      ...{ routeId: (await db.query.route.findFirst())?.id ?? "", version: 1, arm: "main" },
      ...{ report: { runs: "many" }, memberId, ranAt: AT },
    });
    expect(await kept()).toEqual([]);
  });

  test("what is answered fits the wire", async () => {
    const report = await breakIt({});
    expect(BreakReport.parse(JSON.parse(JSON.stringify(encode(BreakReport, report))))).toEqual(report);
    const reports = await readBreakReports(db, "bot", 1);
    expect(KeptBreakReports.parse(JSON.parse(JSON.stringify(encode(KeptBreakReports, reports))))).toEqual(
      reports,
    );
  });
});

test.each([
  [{ of: {}, arm: "main" }],
  [{ of: { version: 0 }, arm: "main" }],
  [{ of: { version: 1 }, arm: "main", faults: [{ fault: "flood", hop: 0 }] }],
  [{ of: { version: 1 }, arm: "main", faults: [{ fault: "cut", provider: "a;hop=1" }] }],
  [{ of: { version: 1 }, arm: "main", faults: [{ fault: "cut", provider: "a", hop: 1 }] }],
])("%j is no request", (request) => {
  expect(BreakRequest.safeParse(request).success).toBe(false);
});
