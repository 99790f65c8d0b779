import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { listingOf } from "./listing";
import { catalogModel as model, perMillion } from "./testing";

test("a listing is worked out once for a catalogue", () => {
  const models = [model("acme/one")];
  expect(listingOf(models)).toBe(listingOf(models));
  expect(listingOf([...models])).not.toBe(listingOf(models));
});

test("prices per million, and none where the row does not say what text costs", () => {
  const [priced, free, zero, router] = listingOf([
    model("acme/one", { prices: perMillion("0.0416666666666667", "15") }),
    model("acme/one:free", { isFree: true, prices: {} }),
    model("acme/hourly", { prices: perMillion("0", "0") }),
    model("openrouter/auto", { kind: "router", prices: {} }),
  ]);
  expect(priced).toMatchObject({ input: parseUsd("0.041666666667"), output: parseUsd("15") });
  expect(free).toMatchObject({ input: 0n, output: 0n });
  expect(zero).toMatchObject({ input: null, output: null });
  expect(router).toMatchObject({ input: null, output: null });
});

test("names are folded, makers and tildes taken off", () => {
  const [listed] = listingOf([model("~Acme/Été-Latest", { name: "Acme: Été Latest" })]);
  expect(listed).toMatchObject({
    id: "acme/ete-latest",
    slug: "ete-latest",
    name: "acme: ete latest",
    title: "ete latest",
  });
});

test("an alias is told by the listed id of what it stands for", () => {
  const models = [
    model("acme/one:free", { canonicalSlug: "acme/one-20260928" }),
    model("acme/one", { canonicalSlug: "acme/one-20260928" }),
    model("~acme/latest", {
      kind: "alias",
      aliasTarget: "acme/one-20260928",
      canonicalSlug: "acme/one-20260928",
    }),
    model("~acme/lost", { kind: "alias", aliasTarget: "acme/two-20250101" }),
  ];
  expect(listingOf(models).map(({ target }) => target)).toEqual([
    null,
    null,
    "acme/one",
    "acme/two-20250101",
  ]);
});
