import { expect, test } from "vitest";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import { nearestModels } from "./nearest-models";
import { readModels } from "./read-model";
import { catalogModel, perMillion } from "./testing";

const text = { inputModalities: ["text"], outputModalities: ["text"] };
const MODELS = [
  catalogModel("anthropic/claude-opus-5", { prices: perMillion("5", "25"), created: 30 }),
  catalogModel("anthropic/claude-sonnet-5", { prices: perMillion("2", "10"), created: 30 }),
  catalogModel("anthropic/claude-sonnet-4.5", { prices: perMillion("3", "15"), created: 20 }),
  catalogModel("anthropic/claude-haiku-4.5", { prices: perMillion("1", "5"), created: 20 }),
  catalogModel("openai/gpt-5.4-mini", { prices: perMillion("0.75", "4.5") }),
  catalogModel("openai/gpt-5.5", { prices: perMillion("5", "30") }),
  catalogModel("meta-llama/llama-3.3-70b-instruct", { prices: perMillion("0.1", "0.3") }),
  catalogModel("meta-llama/llama-3.3-70b-instruct:free", { isFree: true, prices: perMillion("0", "0") }),
  catalogModel("openai/gpt-5.5:batch", { kind: "batch" }),
  catalogModel("~openai/gpt-latest", { kind: "alias" }),
  catalogModel("openrouter/auto", { kind: "router", prices: {} }),
  catalogModel("acme/painter", { outputModalities: ["image"] }),
];
const nearest = (id: string, more: object = {}) =>
  nearestModels({ ...catalogModel(id, more), id }, MODELS)[0]?.id;

test.each([
  ["anthropic/claude-sonnet-4", { prices: perMillion("3", "15") }, "anthropic/claude-sonnet-4.5"],
  ["anthropic/claude-3-opus", { prices: perMillion("15", "75") }, "anthropic/claude-opus-5"],
  ["openai/gpt-5-mini", { prices: perMillion("0.25", "2") }, "openai/gpt-5.4-mini"],
  ["openai/gpt-5.5:extended", {}, "openai/gpt-5.5"],
  ["openai/gpt-5.4-mini:free", { isFree: true }, "openai/gpt-5.4-mini"],
  ["groq/llama-3.3-70b-instruct", { prices: perMillion("0.1", "0.3") }, "meta-llama/llama-3.3-70b-instruct"],
  // Nobody has anything like it: the same kinds of content at about the price.
  ["unheard/of-model", { prices: perMillion("2.1", "11") }, "anthropic/claude-sonnet-5"],
  ["acme/painter-2", { outputModalities: ["image"] }, "acme/painter"],
])("%s is closest to what its row resembles", (id, more, closest) => {
  expect(nearest(id, { ...text, ...more })).toBe(closest);
});

test("with nothing but an id, a stranger has no neighbour and a namesake has", () => {
  expect(nearestModels({ id: "unheard/of-model" }, MODELS)).toEqual([]);
  expect(nearestModels({ id: "anthropic/claude-sonnet-3.7" }, MODELS)[0]?.id).toMatch(/claude-sonnet/);
});

test("what will vanish itself comes after what stays", () => {
  const going = catalogModel("acme/one-2", { expiresOn: "2026-12-31" });
  const staying = catalogModel("acme/one-3");
  expect(nearestModels(catalogModel("acme/one-1"), [going, staying]).map(({ id }) => id)).toEqual([
    "acme/one-3",
    "acme/one-2",
  ]);
});

test("no batch row, alias or router ever stands in, nor the model itself", () => {
  const { models } = readModels(syntheticRows(700));
  for (const lost of models.slice(0, 100))
    for (const { kind, id } of nearestModels(lost, models))
      expect([kind, id === lost.id]).toEqual(["model", false]);
});
