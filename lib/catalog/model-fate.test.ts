import { expect, test } from "vitest";
import { modelFate } from "./model-fate";
import { catalogModel } from "./testing";

const models = [catalogModel("acme/stays"), catalogModel("acme/goes", { expiresOn: "2027-01-31" })];
const gone = [
  {
    id: "acme/lost",
    canonicalSlug: null,
    name: "Lost",
    goneAt: new Date(0),
    prices: {},
    nearest: "acme/stays",
  },
];

test.each([
  ["acme/stays", null],
  ["acme/never-known", null],
  ["acme/goes", { kind: "going", on: "2027-01-31" }],
  ["acme/goes:nitro", { kind: "going", on: "2027-01-31" }],
  ["acme/lost", { kind: "gone", nearest: "acme/stays" }],
  ["acme/lost:online", { kind: "gone", nearest: "acme/stays" }],
])("%s", (id, fate) => {
  expect(modelFate({ models, gone }, id)).toEqual(fate);
});
