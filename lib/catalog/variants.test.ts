import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogModel as model } from "./testing";
import { VARIANTS, variantChoices } from "./variants";

const models = [
  model("acme/one", { supportedParameters: ["tools"] }),
  model("acme/one:free", { isFree: true, supportedParameters: ["tools"] }),
  model("acme/one:batch", { kind: "batch" }),
  model("acme/plain"),
  model("acme/only:free", { isFree: true }),
  model("acme/paints", { outputModalities: ["image"] }),
  model("~acme/one-latest", { kind: "alias", aliasTarget: "acme/one" }),
  model("openrouter/auto", { kind: "router" }),
];
const choices = (id: string) =>
  Object.fromEntries(
    variantChoices(models, id).map(({ variant, on, id: next }) => [on ? `${variant}!` : variant, next]),
  );

test("a model offers what suits it, with the id that each leads to", () => {
  expect(choices("acme/one")).toEqual({
    free: "acme/one:free",
    nitro: "acme/one:nitro",
    floor: "acme/one:floor",
    exacto: "acme/one:exacto",
    online: "acme/one:online",
  });
  expect(Object.keys(choices("acme/plain"))).toEqual(["nitro", "floor", "online"]);
  expect(Object.keys(choices("acme/paints"))).toEqual(["nitro", "floor"]);
  expect(Object.keys(choices("~acme/one-latest"))).toEqual(["nitro", "floor", "online"]);
});

test("one variant steers the choice of a provider, and the web comes on top", () => {
  expect(choices("acme/one:nitro")).toMatchObject({
    "nitro!": "acme/one",
    floor: "acme/one:floor",
    online: "acme/one:nitro:online",
  });
  expect(choices("acme/one:floor:online")).toMatchObject({
    "online!": "acme/one:floor",
    exacto: "acme/one:exacto:online",
  });
});

test("free is a row of its own: it leads back to the paid one where there is one", () => {
  expect(choices("acme/one:free")).toEqual({
    "free!": "acme/one",
    exacto: "acme/one:free:exacto",
    online: "acme/one:free:online",
  });
  expect(choices("acme/one:nitro")).toMatchObject({ free: "acme/one:free" });
  expect(choices("acme/only:free")).toEqual({ online: "acme/only:free:online" });
});

test("what chooses for itself, is for batches or is unknown offers nothing but what it has", () => {
  expect(choices("openrouter/auto")).toEqual({});
  expect(choices("acme/one:batch")).toEqual({});
  expect(choices("nobody/nothing")).toEqual({});
  expect(choices("nobody/nothing:nitro")).toEqual({ "nitro!": "nobody/nothing" });
});

test("of the id that each leads to, it is on, and switching it back leads to an id without it", () => {
  const ids = fc
    .tuple(fc.constantFrom(...models.map(({ id }) => id)), fc.subarray(["nitro", "online"]))
    .map(([id, more]) => [id, ...more].join(":"));
  fc.assert(
    fc.property(ids, fc.constantFrom(...VARIANTS), (id, variant) => {
      const choice = (from: string) => variantChoices(models, from).find((one) => one.variant === variant);
      const there = choice(id);
      if (!there || there.on) return;
      expect(there.id.split(":")).toContain(variant);
      expect(choice(there.id)).toMatchObject({ on: true });
      expect(choice(there.id)?.id.split(":")).not.toContain(variant);
    }),
  );
});
