import { expect, test } from "vitest";
import { hopWarnings } from "./hop-warnings";
import { catalogModel, perMillion } from "./testing";

const first = catalogModel("acme/first", { inputModalities: ["text", "image"] });
const models = [
  first,
  catalogModel("acme/like", { inputModalities: ["text", "image"] }),
  catalogModel("acme/dear", { inputModalities: ["text", "image"], prices: perMillion("20", "22") }),
  catalogModel("acme/small", { contextLength: 4000 }),
  catalogModel("acme/going", { inputModalities: ["text", "image"], expiresOn: "2026-12-24" }),
  catalogModel("acme/unpriced", { inputModalities: ["text", "image"], prices: {}, contextLength: null }),
  catalogModel("acme/batch", { kind: "batch", inputModalities: ["text", "image"] }),
];

test.each([
  ["acme/first", []],
  ["acme/like", []],
  ["acme/unpriced", []],
  ["acme/dear:nitro", ["14× dearer than the first."]],
  ["acme/small", ["Reads 4K only.", "Takes no images."]],
  ["acme/going", [expect.stringMatching(/^May be gone from .*24.* on\.$/)]],
  ["acme/batch", ["Answers batches only, not chats."]],
  ["acme/none", ["Not in the catalogue: OpenRouter may refuse the whole request."]],
])("%s", (id, expected) => {
  expect(hopWarnings(id, first, models)).toEqual(expected);
});

test("without a known first model nothing is compared", () => {
  expect(hopWarnings("acme/small", null, models)).toEqual([]);
});

test("what it does not take is told in words", () => {
  const able = (...inputModalities: string[]) => catalogModel("acme/able", { inputModalities });
  const lacks = (...kinds: string[]) => hopWarnings("acme/small", able("text", ...kinds), models);
  expect(lacks("image", "file")).toContain("Takes no images or files.");
  expect(lacks("image", "audio", "file")).toContain("Takes no images, audio or files.");
});
