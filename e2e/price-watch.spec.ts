import * as z from "zod/mini";
import { CatalogResponse } from "@/lib/catalog/api";
import { ChangesPage } from "@/lib/catalog/changes-api";
import { ModelDetails } from "@/lib/catalog/details-api";
import { EndpointsResponse } from "@/lib/catalog/endpoints-api";
import { EstimateAccuracy, ModelUsageResponse } from "@/lib/catalog/usage-api";
import { add, type Price, parseUsd, subtract, times } from "@/lib/core/money";
import { expect, test } from "./fixtures";
import { readGeneration, startChat } from "./ledger";

// No other test asks for these, since what changed stays on record.
const DEARER = "amazon/nova-micro-v1";
const LOST = "amazon/nova-2-lite-v1";
const LEAVING = "amazon/nova-premier-v1";

async function read<Schema extends z.ZodMiniType>(url: string, schema: Schema, init?: RequestInit) {
  const response = await fetch(url, init);
  expect(response.status, url).toBe(200);
  return z.parse(schema, await response.json());
}
const refresh = (url: string) => read(`${url}/api/models/refresh`, CatalogResponse, { method: "POST" });

test("a price that rises is recorded with what it means for those who use the model", async ({
  patchbay: { url },
  sandbox,
}) => {
  await read(`${url}/api/models`, CatalogResponse);
  const { generations: started } = await startChat(
    { url },
    { message: "What is a tide?", panes: [{ model: DEARER }, { model: DEARER }] },
  );
  const generations = await Promise.all(
    started.map(async ({ generationId }) => {
      await expect.poll(async () => (await readGeneration({ url }, generationId)).cost).not.toBeNull();
      return readGeneration({ url }, generationId);
    }),
  );
  const usage = await read(`${url}/api/models/usage`, ModelUsageResponse);
  expect(usage.models.find(({ model }) => model === DEARER)).toMatchObject({
    generations: 2,
    failed: 0,
    cost: add(...generations.map(({ cost }) => cost ?? parseUsd("0"))),
  });
  expect(usage.average.measured).toBe(true);
  const { overall } = await read(`${url}/api/models/estimate-accuracy`, EstimateAccuracy);
  expect(overall?.count).toBeGreaterThanOrEqual(2);

  await sandbox.amendCatalog({ patch: { [DEARER]: { pricing: { prompt: "0.00000004500000001" } } } });
  const list = await refresh(url);
  expect(list.models.find(({ id }) => id === DEARER)?.prices.prompt).toBe("0.00000004500000001");
  expect(list.repriced[DEARER]?.before.prices.prompt).toBe("0.000000035");

  const { changes } = await read(`${url}/api/models/changes?used=true&model=${DEARER}`, ChangesPage);
  const tokens = generations.map(
    ({ promptTokens, cachedTokens, cacheWriteTokens }) =>
      (promptTokens ?? 0) - (cachedTokens ?? 0) - (cacheWriteTokens ?? 0),
  );
  const sum = tokens.reduce((one, other) => one + other, 0);
  const [before, after] = ["0.000000035", "0.00000004500000001"].map((price) => times(price as Price, sum));
  const effect = subtract(after ?? parseUsd("0"), before ?? parseUsd("0"));
  expect(changes).toMatchObject([
    { model: DEARER, uses: 2, effect: { generations: 2, counted: 2, reason: null, uncounted: [] } },
  ]);
  // Each side is rounded once, to the picodollar.
  expect(Math.abs(Number((changes[0]?.effect?.amount ?? 0n) - effect))).toBeLessThanOrEqual(1);

  const feed = await fetch(`${url}/api/models/changes/feed?model=${DEARER}`);
  expect(feed.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const xml = await feed.text();
  expect(xml).toContain(`<id>urn:uuid:${changes[0]?.id}</id>`);
  expect(xml).toContain(`href="${url}/models/${DEARER}"`);
  const json = await fetch(`${url}/api/models/changes/feed?format=json&model=${DEARER}`);
  expect(await json.json()).toMatchObject({ items: [{ _patchbay: { model: DEARER, uses: 2 } }] });
});

test("a model that vanishes is still told of, with the nearest one, and returns", async ({
  patchbay: { url },
  sandbox,
}) => {
  await refresh(url);
  await sandbox.amendCatalog({ drop: [LOST], patch: { [LEAVING]: { expiration_date: "2027-01-31" } } });
  const list = await refresh(url);
  const gone = list.gone.find(({ id }) => id === LOST);
  expect(list.models.map((model) => model.id)).toContain(gone?.nearest);
  const lost = await read(`${url}/api/models/${LOST}`, ModelDetails);
  expect(lost).toMatchObject({
    model: { id: LOST },
    changes: [{ differences: [{ kind: "gone" }], isGone: true }],
  });
  expect(lost.nearest[0]).toBe(gone?.nearest);
  const leaving = await read(`${url}/api/models/${LEAVING}`, ModelDetails);
  expect(leaving).toMatchObject({ model: { expiresOn: "2027-01-31" }, goneAt: null });
  expect(leaving.nearest).not.toEqual([]);

  await sandbox.restoreCatalog();
  expect((await refresh(url)).gone.map(({ id }) => id)).not.toContain(LOST);
  const back = await read(`${url}/api/models/${LOST}`, ModelDetails);
  expect(back).toMatchObject({ goneAt: null, nearest: [] });
  expect(back.changes.map(({ differences }) => differences[0]?.kind)).toEqual(["returned", "gone"]);
});

test("providers of a model are told with all that is known of them; of none there are none", async ({
  patchbay: { url },
}) => {
  const { endpoints, failure } = await read(
    `${url}/api/models/openai/gpt-oss-120b%3Anitro/endpoints`,
    EndpointsResponse,
  );
  expect(failure).toBeNull();
  expect(endpoints.length).toBeGreaterThan(3);
  for (const { latencyMs, policy } of endpoints) {
    expect(latencyMs?.p50).toBeGreaterThan(10);
    expect(policy.headquarters).toMatch(/^[A-Z]{2}$/);
  }
  for (const path of ["nobody/nothing", "nobody/nothing/endpoints", "a%2Fb/..%2F..%2Fkey/endpoints"])
    expect((await fetch(`${url}/api/models/${path}`)).status, path).toBe(404);
});

test("seven hundred odd rows are listed, and change, without a row lost", async ({
  patchbay: { url },
  sandbox,
}) => {
  await sandbox.amendCatalog({ size: 700 });
  const { models, unreadable, failure } = await refresh(url);
  expect([unreadable, failure]).toEqual([0, null]);
  expect(models.length).toBeGreaterThanOrEqual(690);
  await sandbox.restoreCatalog();
  expect((await refresh(url)).models.length).toBeLessThan(200);
});
