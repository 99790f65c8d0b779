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

/** A choice for each dimension: `model=openai/gpt-4o,openai/o3&key=!~`. */
export const choiceShape = Object.fromEntries(DIMENSIONS.map((name) => [name, Chosen])) as {
  [Of in Dimension]: typeof Chosen;
};
