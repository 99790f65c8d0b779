import { z } from "zod";
import { isStorable } from "@/lib/core/storable";
import {
  type Choice,
  DIMENSIONS,
  type Dimension,
  LONGEST_CHOICE,
  MOST_CHOSEN,
  parseChoice,
} from "./dimensions";

const Chosen = z
  .string()
  .max(LONGEST_CHOICE)
  .transform((text, context): Choice => {
    const choice = parseChoice(text);
    const fits = choice?.values.every((value) => value === null || isStorable(value));
    if (choice && fits && choice.values.length <= MOST_CHOSEN) return choice;
    context.addIssue({ code: "custom", message: "is not a list of values" });
    return z.NEVER;
  })
  .optional();

/** Ids as the database writes them: it compares them as ids in the ledger, and as text in roll-ups. */
const ChosenIds = Chosen.transform(
  (choice) =>
    choice && {
      ...choice,
      values: [...new Set(choice.values.map((value) => value?.toLowerCase() ?? null))],
    },
);
const IDS: readonly Dimension[] = ["member", "key", "route"];

/** A choice for each dimension: `model=openai/gpt-4o,openai/o3&key=!~`. */
export const choiceShape = Object.fromEntries(
  DIMENSIONS.map((name) => [name, IDS.includes(name) ? ChosenIds : Chosen]),
) as { [Of in Dimension]: typeof Chosen };
