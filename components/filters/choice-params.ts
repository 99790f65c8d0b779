import { createParser } from "nuqs";
import {
  type Choice,
  type Choices,
  DIMENSIONS,
  type Dimension,
  formatChoice,
  parseChoice,
} from "@/lib/ledger/dimensions";

const choice = createParser<Choice>({
  parse: parseChoice,
  serialize: formatChoice,
  eq: (left, right) => formatChoice(left) === formatChoice(right),
});

/** A choice per dimension, in the address. */
export const choiceParams = Object.fromEntries(DIMENSIONS.map((name) => [name, choice])) as {
  [Of in Dimension]: typeof choice;
};

type Written = { [Of in Dimension]: Choice | null };

/** What an address chooses. */
export const readChoices = (params: Written): Choices =>
  Object.fromEntries(DIMENSIONS.flatMap((name) => (params[name] ? [[name, params[name]]] : [])));

/** How choices are written there: what is not chosen leaves it. */
export const writeChoices = (choices: Choices): Written =>
  Object.fromEntries(DIMENSIONS.map((name) => [name, choices[name] ?? null])) as Written;
