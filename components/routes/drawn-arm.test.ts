import { expect, test } from "vitest";
import { describeDrawn } from "./drawn-arm";
import { newSpec, type Spec } from "./edit-spec";

const split = (trial: readonly string[]): Spec => ({
  ...newSpec([]),
  arms: [
    { name: "main", share: 90, models: ["acme/one"] },
    { name: "trial", share: 10, models: [...trial] },
  ],
});
const version = (number: number, spec: Spec) => ({
  ...{ version: number, spec, note: "", restores: null, author: "Ada", createdAt: new Date(0) },
});
const versions = [version(2, split(["acme/two"])), version(1, newSpec(["acme/one"]))];
const drawn = (number: number, arm: string) => ({ name: "support", version: number, arm });

test.each([
  [drawn(1, "main"), newSpec(["acme/one"]), /^Version 1 was asked\.$/],
  [drawn(2, "trial"), split(["acme/two"]), /^Version 2 was asked, and its arm trial drawn\.$/],
  [drawn(2, "trial"), split(["acme/new", "acme/two"]), /drawn\. In this draft its chain is another/],
  [drawn(2, "trial"), newSpec(["acme/two"]), /drawn\. This draft has no such arm/],
])("%j beside a draft", (asked, draft, said) => {
  expect(describeDrawn(asked, { versions }, draft)).toMatch(said);
});
