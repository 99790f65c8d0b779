import { expect, test } from "vitest";
import type { Choices } from "@/lib/ledger/dimensions";
import { choiceParams, readChoices, writeChoices } from "./choice-params";

test("choices are written so that what is no longer chosen leaves the address, and are read as they were", () => {
  const choices: Choices = {
    key: { exclude: true, values: [null] },
    model: { exclude: false, values: ["~openai/gpt", "a,b"] },
  };
  const written = writeChoices(choices);
  expect(written).toMatchObject({ ...choices, tag: null, provider: null });
  expect(readChoices(written)).toEqual(choices);
  const text = choiceParams.model.serialize(choices.model ?? { exclude: false, values: [] });
  expect(choiceParams.model.parse(text)).toEqual(choices.model);
});

test("what nobody can have meant is no choice", () => {
  expect(choiceParams.tag.parse("100%")).toBeNull();
});
