import fc from "fast-check";
import { expect, test } from "vitest";
import { listingOf } from "./listing";
import { SORTS, type Sort, sortModels } from "./sort";
import { catalogModel as model, perMillion } from "./testing";

const listing = listingOf([
  model("acme/old", { created: 1, contextLength: null }),
  model("acme/dear", { created: 5, prices: perMillion("10", "50") }),
  model("acme/new", { created: 4, contextLength: 9000 }),
  model("acme/free:free", { created: 2, isFree: true, prices: perMillion("0", "0") }),
  model("acme/auto", { kind: "router", prices: {}, created: null }),
]);
const uses = new Map([
  ["acme/dear", 3],
  ["acme/old", 7],
]);
const ids = (sort: Sort, reverse = false) =>
  sortModels(listing, sort, { uses, reverse }).map(({ model: { id } }) => id.slice(5));

test("each sort has its natural way, with the unknown last", () => {
  expect(ids("newest")).toEqual(["dear", "new", "free:free", "old", "auto"]);
  expect(ids("used")).toEqual(["old", "dear", "auto", "free:free", "new"]);
  expect(ids("price")).toEqual(["free:free", "new", "old", "dear", "auto"]);
  expect(ids("context")).toEqual(["new", "auto", "dear", "free:free", "old"]);
  expect(ids("name")).toEqual(["auto", "dear", "free:free", "new", "old"]);
});

test("the other way round, and the unknown still last", () => {
  expect(ids("price", true)).toEqual(["dear", "new", "old", "free:free", "auto"]);
  expect(ids("newest", true)).toEqual(["old", "free:free", "new", "dear", "auto"]);
});

test("prices below the picodollar are told apart", () => {
  const tiny = listingOf([
    model("acme/b", { prices: perMillion("0.0000001", "0.0000002") }),
    model("acme/a", { prices: perMillion("0.0000001", "0.0000003") }),
  ]);
  const [first] = sortModels(tiny, "price", { uses });
  expect(first?.model.id).toBe("acme/b");
});

test("a sort keeps every row, and its order does not hang on the one before", () => {
  const row = fc.record({
    created: fc.option(fc.nat(5)),
    contextLength: fc.option(fc.integer({ min: 1, max: 4 })),
    price: fc.option(fc.nat(3)),
  });
  const rows = fc.array(row, { maxLength: 20 }).chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(
        list.map((_, at) => at),
        { minLength: list.length },
      ),
    ),
  );
  fc.assert(
    fc.property(rows, fc.constantFrom(...SORTS), fc.boolean(), ([list, order], sort, reverse) => {
      const models = listingOf(
        list.map(({ price, ...more }, at) =>
          model(`acme/${at}`, { ...more, prices: price === null ? {} : perMillion(String(price), "1") }),
        ),
      );
      const shuffled = order.flatMap((at) => models[at] ?? []);
      const sorted = sortModels(models, sort, { uses, reverse });
      expect(sortModels(shuffled, sort, { uses, reverse })).toEqual(sorted);
      expect(new Set(sorted)).toEqual(new Set(models));
    }),
  );
});
