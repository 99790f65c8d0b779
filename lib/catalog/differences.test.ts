import { expect, test } from "vitest";
import * as z from "zod/mini";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import { Difference } from "./changes-api";
import { compareLists, componentChanges, differencesBetween, samePricing } from "./differences";
import type { Prices } from "./model";
import { CatalogModel } from "./model";
import { readModel, readModels } from "./read-model";
import { catalogModel } from "./testing";

const one = (more: object = {}) => catalogModel("acme/one", more);
const kinds = (more: object) => differencesBetween(one(), one(more)).map(({ kind }) => kind);
const priced = (prices: object, overrides: object[] = []) => one({ prices, overrides });

test.each<[string[], object]>([
  [[], {}],
  [["price"], { prices: { prompt: "0.000002", completion: "0.000002" } }],
  [["price"], { prices: { prompt: "0.000001", completion: "0.000002", cacheRead: "0.0000001" } }],
  [["price"], { overrides: [{ minPromptTokens: 200_000, prices: { prompt: "0.000004" } }] }],
  [["context"], { contextLength: 16_000 }],
  [["context"], { maxCompletionTokens: 4_000 }],
  [["parameters"], { supportedParameters: ["tools"] }],
  [["modalities"], { inputModalities: ["text", "image"] }],
  [["modalities"], { outputModalities: [] }],
  [["expiry"], { expiresOn: "2026-12-31" }],
  [["price", "context", "expiry"], { prices: {}, contextLength: null, expiresOn: "2026-12-31" }],
  // What people do not choose by is no news.
  [[], { name: "Acme: One", description: "Better.", isModerated: true, created: 2 }],
])("%j: what changes with %j", (changed, more) => expect(kinds(more)).toEqual(changed));

test("both sides are kept in full", () => {
  const prices = { prompt: "0.0000000416666666666667", completion: "0.000002" };
  expect(differencesBetween(one(), one({ prices }))).toEqual([
    {
      kind: "price",
      before: { prices: { prompt: "0.000001", completion: "0.000002" }, overrides: [] },
      after: { prices, overrides: [] },
    },
  ]);
});

test("the same price written otherwise is the same price", () => {
  const left = priced({ prompt: "0.0000010", completion: "2e-6" }, [{ prices: { prompt: "1.0" } }]);
  const right = priced({ completion: "0.000002", prompt: "1E-6" }, [{ prices: { prompt: "1" } }]);
  expect(samePricing(left, right)).toBe(true);
  expect(samePricing(left, priced({ prompt: "0.0000011", completion: "2e-6" }))).toBe(false);
});

test("names in another order are the same names", () => {
  const left = one({ supportedParameters: ["tools", "seed"], inputModalities: ["text", "image"] });
  const right = one({ supportedParameters: ["seed", "tools"], inputModalities: ["image", "text"] });
  expect(differencesBetween(left, right)).toEqual([]);
});

test("overrides in another order are others, since later ones win", () => {
  const [low, high] = [{ prices: { prompt: "1" } }, { prices: { prompt: "2" } }];
  expect(kinds({ overrides: [low, high] })).toEqual(["price"]);
  expect(differencesBetween(one({ overrides: [low, high] }), one({ overrides: [high, low] }))).toHaveLength(
    1,
  );
});

test("between lists, models come, go and return", () => {
  const list = (...ids: string[]) => ids.map((id) => catalogModel(id));
  const dearer = catalogModel("acme/back", { prices: {} });
  const wasGone = new Map([
    ["acme/back", dearer],
    ["acme/same", catalogModel("acme/same")],
    ["acme/stays", dearer],
  ]);
  expect(
    compareLists(
      list("acme/stays", "acme/goes"),
      list("acme/stays", "acme/comes", "acme/back", "acme/same"),
      wasGone,
    ),
  ).toEqual([
    { model: "acme/comes", differences: [{ kind: "new" }] },
    {
      model: "acme/back",
      differences: [{ kind: "returned" }, expect.objectContaining({ kind: "price" })],
    },
    { model: "acme/same", differences: [{ kind: "returned" }] },
    { model: "acme/goes", differences: [{ kind: "gone" }] },
  ]);
});

test("the same rows are the same list, whatever is odd about them and however they are kept", () => {
  const rows = syntheticRows(700);
  const [{ models }, again] = [readModels(rows), readModels(rows.toReversed())];
  expect(models).toHaveLength(700);
  expect(compareLists(models, again.models)).toEqual([]);
  expect(compareLists(models, z.array(CatalogModel).parse(JSON.parse(JSON.stringify(models))))).toEqual([]);
});

test("every difference of any two rows fits the wire", () => {
  const rows = syntheticRows(86).map((row) => readModel({ ...row, id: "acme/one" }) ?? one());
  for (const [index, left] of rows.entries()) {
    const differences = differencesBetween(left, rows[(index + 7) % rows.length] ?? left);
    expect(z.array(Difference).parse(JSON.parse(JSON.stringify(differences)))).toEqual(differences);
  }
});

test("components of a price are told apart", () => {
  const prices = (some: object) => some as Prices;
  expect(
    componentChanges(
      prices({ request: "0.50", prompt: "1", completion: "2", cacheRead: "0.1" }),
      prices({ prompt: "2", completion: "2.0", cacheWrite: "3", request: "0.5" }),
    ),
  ).toEqual([
    { component: "prompt", before: "1", after: "2" },
    { component: "cacheRead", before: "0.1", after: null },
    { component: "cacheWrite", before: null, after: "3" },
  ]);
});
