import fc from "fast-check";
import { expect, test } from "vitest";
import { listingOf } from "./listing";
import { rankModels } from "./search";
import { catalogModel as model } from "./testing";

const NAMES: [id: string, name: string, created: number][] = [
  ["anthropic/claude-sonnet-4", "Anthropic: Claude Sonnet 4", 10],
  ["anthropic/claude-sonnet-4.5", "Anthropic: Claude Sonnet 4.5", 20],
  ["anthropic/claude-opus-4.5", "Anthropic: Claude Opus 4.5", 21],
  ["openai/gpt-mini", "OpenAI: GPT Mini", 30],
  ["openai/gpt-mini-audio", "OpenAI: GPT Mini Audio", 31],
  ["meta/llama-instruct", "Meta: Llama Instruct", 40],
  ["acme/vanilla", "Acme: Vanilla", 50],
  ["~anthropic/claude-sonnet-latest", "Anthropic: Claude Sonnet Latest", 5],
  ["café/crème", "Café: Crème", 1],
];
const listing = listingOf(NAMES.map(([id, name, created]) => model(id, { name, created })));
const found = (search: string, uses: Record<string, number> = {}) =>
  rankModels(listing, search, new Map(Object.entries(uses))).map(({ model: { id } }) => id);

test("the exact id stands first, whatever is used more or newer", () => {
  const uses = { "anthropic/claude-sonnet-4.5": 900 };
  expect(found("anthropic/claude-sonnet-4", uses)[0]).toBe("anthropic/claude-sonnet-4");
  expect(found("claude-sonnet-4", uses)[0]).toBe("anthropic/claude-sonnet-4");
  expect(found("Claude Sonnet 4", uses)[0]).toBe("anthropic/claude-sonnet-4");
});

test("an id with variants finds its row", () => {
  expect(found("openai/gpt-mini:nitro")[0]).toBe("openai/gpt-mini");
  expect(found("openai/gpt-mini:online:floor")[0]).toBe("openai/gpt-mini");
});

test("a beginning goes before a middle, and what stands there before what only resembles", () => {
  expect(found("lla")).toEqual(["meta/llama-instruct", "acme/vanilla"]);
  expect(found("claude-sonnet")).toEqual([
    "anthropic/claude-sonnet-4.5",
    "anthropic/claude-sonnet-4",
    "~anthropic/claude-sonnet-latest",
  ]);
  expect(found("gpt")).toEqual(["openai/gpt-mini-audio", "openai/gpt-mini"]);
});

test("equals go by own use, then by age", () => {
  expect(found("claude 4.5")).toEqual(["anthropic/claude-opus-4.5", "anthropic/claude-sonnet-4.5"]);
  expect(found("claude 4.5", { "anthropic/claude-sonnet-4.5": 1 })).toEqual([
    "anthropic/claude-sonnet-4.5",
    "anthropic/claude-opus-4.5",
  ]);
});

test("several words in any order, letters left out, accents left off", () => {
  expect(found("mini openai")).toEqual(["openai/gpt-mini-audio", "openai/gpt-mini"]);
  expect(found("lama instrct")).toEqual(["meta/llama-instruct"]);
  expect(found("CREME")).toEqual(["café/crème"]);
  expect(found("anthropic: claude opus")).toEqual(["anthropic/claude-opus-4.5"]);
});

test("what is nowhere is not found, and no search finds all", () => {
  expect(found("zzz")).toEqual([]);
  expect(found("claude zzz")).toEqual([]);
  expect(found("  ")).toHaveLength(NAMES.length);
});

test("any search of anything answers with rows of the list, each once, and always the same", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.constantFrom(":", "(", "[", "\\", "~", "a:b:c"),
  );
  fc.assert(
    fc.property(text, (search) => {
      const once = found(search);
      expect(new Set(once).size).toBe(once.length);
      expect(found(search)).toEqual(once);
    }),
  );
});

test("every row is the first answer to its own id", () => {
  for (const [id] of NAMES) expect(found(id)[0]).toBe(id);
});
