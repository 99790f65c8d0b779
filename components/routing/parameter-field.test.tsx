import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ParameterField } from "./parameter-field";
import type { Parameter } from "./parameter-list";

const EFFORT: Parameter = {
  ...{ name: "reasoning.effort", label: "Reasoning effort", sentence: "How long it thinks." },
  ...{ kind: "choice", choices: ["high", "low"], default: null },
};

const options = (shown: string) => {
  const markup = renderToStaticMarkup(<ParameterField parameter={EFFORT} shown={shown} onValue={() => {}} />);
  return [...markup.matchAll(/<option( value="")?( selected="")?>([^<]*)/g)].map(([, , selected, text]) =>
    selected ? `[${text}]` : text,
  );
};

test("what is set is shown, whether the model knows it or not", () => {
  expect(options("low")).toEqual(["not set", "high", "[low]"]);
  expect(options("max")).toEqual(["not set", "high", "low", "[max]"]);
  expect(options("")).toEqual(["[not set]", "high", "low"]);
});

test("large numbers of a range can be read", () => {
  const length: Parameter = {
    ...{ name: "max_tokens", label: "Longest answer", sentence: "Cut off after." },
    ...{ kind: "number", min: 1, max: 32_768, whole: true, default: 16_384 },
  };
  expect(renderToStaticMarkup(<ParameterField parameter={length} shown="" onValue={() => {}} />)).toContain(
    "1 to 32,768. Its default is 16,384.",
  );
});
