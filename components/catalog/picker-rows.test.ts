import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GoneModel } from "@/lib/catalog/api";
import { NO_FILTERS } from "@/lib/catalog/filters";
import { listingOf } from "@/lib/catalog/listing";
import type { ModelQuery } from "@/lib/catalog/model-query";
import { readModelQuery } from "@/lib/catalog/model-query";
import { describeConditions } from "@/lib/catalog/price-lines";
import { readModels } from "@/lib/catalog/read-model";
import { SORTS } from "@/lib/catalog/sort";
import { catalogModel as model } from "@/lib/catalog/testing";
import { variantChoices } from "@/lib/catalog/variants";
import { listedRoutes } from "@/lib/routes/listed-routes";
import type { RouteList } from "@/lib/routes/routes-api";
import { syntheticRows } from "@/lib/sandbox/synthetic";
import { idOf, type Pins, pickerRows, rowOf, typedId } from "./picker-rows";

const models = [
  model("acme/old", { created: 1 }),
  model("acme/tools", { created: 5, supportedParameters: ["tools"] }),
  model("acme/new", { created: 4 }),
  model("acme/free:free", { created: 2, isFree: true }),
  model("acme/night", { kind: "batch", created: 8 }),
];
const gone: GoneModel[] = [
  {
    id: "acme/lost",
    canonicalSlug: null,
    name: "Acme: Lost",
    goneAt: new Date(0),
    prices: {},
    nearest: "acme/new",
  },
];
const NO_PINS: Pins = { favourites: [], recommended: [], recent: [] };

type Route = RouteList["routes"][number];
const route = (name: string, more: Partial<Route> = {}): Route => ({
  ...{ id: name, name, aliases: [], publishedVersion: 3, updatedAt: new Date(0), archivedAt: null },
  spec: {
    arms: [{ name: "main", share: 100, models: ["acme/old"] }],
    ...{ stickyBy: "session", system: null, parameters: {}, locked: [] },
  },
  ...more,
});
const routes = listedRoutes([
  route("new"),
  route("support", { aliases: ["fast"] }),
  route("draft", { publishedVersion: null }),
  route("former", { archivedAt: new Date(0) }),
]);

type Wanted = { pins?: Partial<Pins>; hasRoutes?: boolean } & Partial<ModelQuery>;

/** Headings in capitals, ids as they are but for their maker. */
const lines = ({ pins, hasRoutes = false, ...query }: Wanted = {}) =>
  pickerRows({
    listing: listingOf(models),
    routes: hasRoutes ? routes : [],
    gone,
    query: { search: "", sort: "newest", filters: NO_FILTERS, ...query },
    pins: { ...NO_PINS, ...pins },
    uses: new Map(),
    zeroRetention: new Set(),
  }).map((row) =>
    row.kind === "heading" ? row.text.toUpperCase() : idOf(row.option).replace(/^acme\//, ""),
  );

test("newest first, and what is not for chat left out", () => {
  expect(lines()).toEqual(["tools", "new", "free:free", "old"]);
});

test("favourites, recommended ones and those used lately stand above, each once", () => {
  const pins = {
    favourites: ["acme/old"],
    recommended: ["acme/new", "acme/old"],
    recent: ["acme/new:nitro", "acme/free:free"],
  };
  expect(lines({ pins })).toEqual([
    "FAVOURITES",
    "old",
    "RECOMMENDED TO THE TEAM",
    "new",
    "CHOSEN AND USED LATELY",
    "free:free",
    "ALL MODELS",
    "tools",
  ]);
});

test("pinned ones pass the filters too, and a search knows no pins", () => {
  const pins = { favourites: ["acme/old", "acme/tools"] };
  expect(lines({ pins, filters: { ...NO_FILTERS, features: ["tools"] } })).toEqual(["FAVOURITES", "tools"]);
  expect(lines({ pins, search: "acme/new" })[0]).toBe("new");
});

test("one that is gone is still told of: where it was pinned, and to whoever looks for it", () => {
  expect(lines({ pins: { favourites: ["acme/lost", "acme/never"] } }).slice(0, 2)).toEqual([
    "FAVOURITES",
    "lost",
  ]);
  expect(lines({ search: "lost" })).toEqual(["NO LONGER LISTED", "lost"]);
  expect(lines({ search: "lost", filters: { ...NO_FILTERS, free: true } })).toEqual([]);
});

test("options are counted through, headings are not", () => {
  const rows = pickerRows({
    listing: listingOf(models),
    routes,
    gone,
    query: { search: "", sort: "name", filters: NO_FILTERS },
    pins: { ...NO_PINS, favourites: ["acme/old"] },
    uses: new Map(),
    zeroRetention: new Set(),
  });
  expect(rows.flatMap((row) => (row.kind === "option" ? [row.index] : []))).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

describe("routes", () => {
  test("those that answer stand before the models, by each of their names, and away from filters", () => {
    expect(lines({ hasRoutes: true }).slice(0, 5)).toEqual([
      "ROUTES",
      "route/fast",
      "route/new",
      "route/support",
      "ALL MODELS",
    ]);
    expect(lines({ hasRoutes: true, filters: { ...NO_FILTERS, free: true } })).toEqual(["free:free"]);
    expect(lines({ pins: { recent: ["route/fast"] } })).not.toContain("route/fast");
  });

  test("one that is pinned or was used lately stands there, whichever version was asked", () => {
    const pins = { favourites: ["route/fast"], recent: ["route/support@2", "acme/old", "route/former"] };
    expect(lines({ hasRoutes: true, pins }).slice(0, 8)).toEqual([
      "FAVOURITES",
      "route/fast",
      "CHOSEN AND USED LATELY",
      "route/support",
      "old",
      "ROUTES",
      "route/new",
      "ALL MODELS",
    ]);
  });

  test.each([
    ["route/", ["route/new", "route/support", "route/fast"]],
    ["new", ["route/new", "new"]],
    ["acme/new", ["new"]],
    ["suport", ["route/support", "route/fast"]],
    ["route/support@2", ["route/support"]],
    ["Route/Support@", ["route/support"]],
    ["route/support@4", []],
  ])("%j finds %j", (search, found) => {
    expect(lines({ hasRoutes: true, search }).slice(0, Math.max(1, found.length))).toEqual(found);
  });

  test("what is typed beyond a row's id is asked for: variants of a model, a version of a route", () => {
    const typed = (text: string) => {
      const query: ModelQuery = { search: text, sort: "newest", filters: NO_FILTERS };
      const shared = { gone, pins: NO_PINS, uses: new Map(), zeroRetention: new Set<string>() };
      const [first] = pickerRows({ listing: listingOf(models), routes, query, ...shared });
      return first?.kind === "option" ? typedId(text, first.option) : undefined;
    };
    expect(typed("acme/new:nitro")).toBe("acme/new:nitro");
    expect(typed("acme/new")).toBeNull();
    expect(typed("route/support@2")).toBe("route/support@2");
    // A version is of a route, not of an alias.
    expect(typed("route/fast@3")).toBeUndefined();
    expect(typed("route/support")).toBeNull();
    expect(["route/support@2", "acme/new:nitro", "acme/free:free"].map(rowOf)).toEqual([
      "route/support",
      "acme/new",
      "acme/free:free",
    ]);
  });
});

describe("seven hundred models with every oddity", () => {
  const { models: many } = readModels(syntheticRows(700));
  const listing = listingOf(many);
  const found = (query: ModelQuery) =>
    pickerRows({
      listing,
      routes: [],
      gone,
      query,
      pins: NO_PINS,
      uses: new Map(),
      zeroRetention: new Set(),
    }).flatMap((row) => (row.kind === "option" ? [idOf(row.option)] : []));

  test("any query answers with some of them, each once", () => {
    const params = fc.record({
      q: fc.constantFrom("", "aurora", "8b pro", "modèle", "a", "\u202e", "~", ":free", "zzz"),
      sort: fc.constantFrom(...SORTS),
      in: fc.constantFrom("", "0.5", "3"),
      context: fc.constantFrom("", "128000"),
      reads: fc.constantFrom("", "image"),
      writes: fc.constantFrom("", "image", "embeddings", "smell"),
      can: fc.constantFrom("", "tools", "reasoning,json"),
      by: fc.constantFrom("", "dune-ai"),
      batch: fc.constantFrom("", "1"),
    });
    const known = new Set([...many.map(({ id }) => id), ...gone.map(({ id }) => id)]);
    fc.assert(
      fc.property(params, (wanted) => {
        const ids = found(readModelQuery(new URLSearchParams(wanted)));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => known.has(id))).toBe(true);
      }),
    );
  });

  test("each is the first answer to its own id, unless it is kept out of the way", () => {
    for (const { id, kind, outputModalities } of many) {
      const kept = kind === "batch" || (outputModalities.length > 0 && !outputModalities.includes("text"));
      const [first] = found({ search: id, sort: "newest", filters: NO_FILTERS });
      if (!kept) expect(first).toBe(id);
      else expect(first).not.toBe(id);
    }
  });

  test("each tells its variants and under which conditions it costs what", () => {
    for (const { id, overrides } of many) {
      expect(variantChoices(many, id).every((choice) => choice.id !== id)).toBe(true);
      for (const override of overrides) expect(describeConditions(override)).not.toMatch(/undefined|NaN/);
    }
  });
});
