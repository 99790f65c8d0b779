import { describe, expect, test } from "vitest";
import { simulate } from "@/app/simulation";
import { catalogModel, modelEndpoint, perMillion } from "@/lib/catalog/testing";
import { add, parseUsd, ZERO } from "@/lib/core/money";
import { type BreakFault, type BreakRun, FAULTS, type FaultName, HANG_MS } from "@/lib/routes/break-api";
import { breakMatrix } from "@/lib/routes/break-matrix";
import { type SimulatedModel, simulatedModel } from "@/lib/routes/simulated-models";
import { createSandbox, type Sandbox } from "@/lib/sandbox/sandbox";
import { ask, bodyOf, events, get } from "@/lib/sandbox/testing";
import { breakOnce } from "./break-run.server";

const AT = new Date("2026-11-20T12:00:00Z");
const MODELS = [
  simulatedModel(catalogModel("zeta/one", { canonicalSlug: "zeta/one-20261001" }), [
    modelEndpoint("alpha"),
    modelEndpoint("beta", { prices: perMillion("1.5", "2.5") }),
  ]),
  simulatedModel(catalogModel("zeta/two"), [modelEndpoint("alpha", { prices: perMillion("3", "7") })]),
  simulatedModel(catalogModel("zeta/three"), [modelEndpoint("gamma"), modelEndpoint("openai")]),
  simulatedModel(catalogModel("zeta/unpriced"), [modelEndpoint("alpha", { prices: {} })]),
];
const body = (models: readonly string[], more: object = {}) => ({
  ...{ model: models[0], models: models.slice(1), messages: [{ role: "user", content: "Hi" }], stream: true },
  ...more,
});

const breakIt = (
  chain: string[],
  faults: BreakFault[],
  more: object = {},
  patience = 120_000,
): Promise<BreakRun> =>
  breakOnce(
    { simulate, models: MODELS, chain, body: JSON.stringify(body(chain, more)), at: AT, patience },
    faults,
  );

/** The same faults in a sandbox's own words. */
const WORDS: Record<FaultName, string> = {
  rate_limit: "status;code=429-upstream",
  outage: "status;code=502",
  hang: `hang;ms=${HANG_MS}`,
  cut: "stream-error-f;after=5",
  moderation: "status;code=403-moderation",
};
/** What a request that broke down says last. */
const CODES: Record<FaultName, [status: number, code: string]> = {
  rate_limit: [429, "provider_rate_limited"],
  outage: [502, "provider_failed"],
  hang: [504, "upstream_timeout"],
  cut: [200, "upstream_cut"],
  moderation: [403, "moderated"],
};

/** The same request sent to a sandbox by hand, which tells over its API what it did. */
async function byHand(chain: string[], faults: BreakFault[]) {
  let clock = AT.getTime();
  const sandbox = createSandbox({
    ...{ models: MODELS as readonly SimulatedModel[], seed: 1, generationDelayMs: 0, now: () => clock },
    sleep: async (ms) => {
      clock += ms;
    },
  });
  const fault = faults
    .map((one) => `${WORDS[one.fault]};${"hop" in one ? `hop=${one.hop}` : `provider=${one.provider}`}`)
    .join(",");
  const response = await ask(sandbox, body(chain), {
    fault,
    headers: { "x-openrouter-metadata": "enabled" },
  });
  const told = events(await response.text());
  return { sandbox, response, told, elapsed: clock - AT.getTime() };
}

type Attempted = { provider: string | null; status: number | null };
const attempted = ({ hops }: BreakRun): Attempted[] =>
  hops.flatMap(({ attempts }) => attempts.map(({ provider, status }) => ({ provider, status })));
const billed = (sandbox: Sandbox) => add(ZERO, ...sandbox.bill().map(({ cost }) => parseUsd(cost)));

describe.each([[["zeta/one", "zeta/two"]], [["zeta/one", "zeta/two", "zeta/three"]]])("%j", (chain) => {
  test.each(breakMatrix(chain.length).map((faults) => [JSON.stringify(faults), faults] as const))(
    "%s: what is reported is what the sandbox did",
    async (_, faults) => {
      const run = await breakIt(chain, faults);
      const { sandbox, response, told, elapsed } = await byHand(chain, faults);
      expect(run.faults).toEqual(faults);
      expect(run.caller.durationMs).toBeCloseTo(elapsed, 6);
      expect(run.cost).toBe(billed(sandbox));
      const { state, failure } = run.caller;
      if (state === "answered") {
        const last = told.at(-2);
        expect(attempted(run)).toEqual(
          last.openrouter_metadata.attempts.map(({ provider, status }: Attempted) => ({ provider, status })),
        );
        expect([run.caller.model, run.caller.provider]).toEqual([last.model, last.provider]);
        expect(failure).toBeNull();
        expect(run.cost).toBe(parseUsd(String(last.usage.cost.toFixed(12))));
      } else if (state === "cut") {
        const { data } = await bodyOf(get(sandbox, `/generation?id=${told[0].id}`));
        expect(attempted(run)).toEqual(
          data.provider_responses.map((one: { provider_name: string; status: number }) => ({
            provider: one.provider_name,
            status: one.status,
          })),
        );
        expect(run.caller.text).not.toBe("");
        expect(failure).toMatchObject({ code: "upstream_cut" });
      } else {
        expect(sandbox.bill()).toEqual([]);
        expect(attempted(run).at(-1)?.status).toBe(response.status);
        expect(failure?.upstreamStatus).toBe(response.status);
      }
    },
  );

  test.each(FAULTS)("%s at the first hop", async (fault) => {
    const { hops, caller } = await breakIt(chain, [{ fault, hop: 0 }]);
    const [status, code] = CODES[fault];
    const untried = chain.slice(2).map(() => "untried");
    if (fault === "cut") {
      // Once something has come, nobody else is asked.
      expect(hops.map(({ outcome }) => outcome)).toEqual(["cut", "untried", ...untried]);
      expect(caller).toMatchObject({ state: "cut", failure: { code }, model: "zeta/one" });
      return;
    }
    expect(hops.map(({ outcome }) => outcome)).toEqual(["failed", "answered", ...untried]);
    expect(hops[0]?.attempts.map((attempt) => [attempt.status, attempt.failure?.code])).toEqual([
      [status, code],
      [status, code],
    ]);
    expect(new Set(hops[0]?.attempts.map(({ provider }) => provider))).toEqual(new Set(["ALPHA", "BETA"]));
    expect(hops[0]?.attempts.map(({ failure }) => failure?.provider)).toEqual(
      hops[0]?.attempts.map(({ provider }) => provider),
    );
    expect(caller).toMatchObject({ state: "answered", failure: null, model: "zeta/two", provider: "ALPHA" });
  });

  test.each(FAULTS)("%s at every hop", async (fault) => {
    const { hops, caller, cost } = await breakIt(
      chain,
      chain.map((_, hop) => ({ fault, hop })),
    );
    expect(caller.failure?.code).toBe(CODES[fault][1]);
    if (fault === "cut") return;
    expect(hops.every(({ outcome }) => outcome === "failed")).toBe(true);
    expect([caller.state, cost]).toEqual(["failed", ZERO]);
  });
});

test("a provider that fails is left wherever it is asked", async () => {
  const { hops, caller } = await breakIt(
    ["zeta/one", "zeta/two", "zeta/three"],
    [
      { fault: "outage", provider: "alpha" },
      { fault: "rate_limit", provider: "beta" },
    ],
  );
  expect(hops.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "answered"]);
  expect(
    hops.flatMap(({ attempts }) => attempts.map(({ provider, status }) => `${provider} ${status}`)).sort(),
  ).toEqual([...["ALPHA 502", "ALPHA 502", "BETA 429", expect.stringMatching(/^(GAMMA|OPENAI) 200$/)]]);
  expect(caller.state).toBe("answered");
});

test("a provider that hangs costs its time, and a caller out of patience leaves", async () => {
  const hanging: BreakFault[] = [{ fault: "hang", hop: 0 }];
  const patient = await breakIt(["zeta/one", "zeta/two"], hanging);
  expect(patient.hops.flatMap(({ attempts }) => attempts.map(({ atMs }) => atMs))).toEqual([
    ...[0, HANG_MS, 2 * HANG_MS],
  ]);
  const hasty = await breakIt(["zeta/one", "zeta/two"], hanging, {}, HANG_MS * 1.5);
  expect(hasty).toMatchObject({
    hops: [
      {
        outcome: "failed",
        attempts: [
          { status: 504, atMs: 0 },
          { status: null, failure: { code: "upstream_timeout" }, atMs: HANG_MS },
        ],
      },
      { outcome: "untried" },
    ],
    caller: { state: "failed", failure: { code: "upstream_timeout" }, durationMs: HANG_MS * 1.5 },
    cost: ZERO,
  });
});

test("models that nobody serves, and those that are not there", async () => {
  const nobody = await breakIt(["zeta/one", "zeta/three"], [], { provider: { only: ["gamma"] } });
  expect(nobody.hops).toMatchObject([
    { outcome: "failed", attempts: [{ provider: null, status: 404, failure: { code: "no_endpoints" } }] },
    { outcome: "answered", attempts: [{ provider: "GAMMA", status: 200 }] },
  ]);
  const unknown = await breakIt(["zeta/none", "zeta/one"], []);
  expect(unknown).toMatchObject({
    hops: [{ outcome: "failed", attempts: [{ status: 400 }] }, { outcome: "untried" }],
    caller: { state: "failed", failure: { code: "unknown_model" } },
  });
});

test("the cost is not known where the price is not", async () => {
  expect((await breakIt(["zeta/unpriced"], [])).cost).toBeNull();
  expect((await breakIt(["zeta/unpriced", "zeta/one"], [{ fault: "outage", hop: 0 }])).cost).not.toBeNull();
});
