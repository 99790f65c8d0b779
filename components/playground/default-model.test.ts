import { expect, test } from "vitest";
import { catalogModel as model, perMillion } from "@/lib/catalog/testing";
import { defaultModel } from "./default-model";

test("a first conversation starts with the newest model of moderate price", () => {
  const all = [
    model("acme/old", { created: 1 }),
    model("acme/dear", { created: 5, prices: perMillion("10", "50") }),
    model("acme/new", { created: 4 }),
    model("acme/night", { kind: "batch", created: 8 }),
  ];
  expect(defaultModel(all)).toBe("acme/new");
  expect(defaultModel([model("acme/dear", { prices: perMillion("10", "100") })])).toBe("acme/dear");
  expect(defaultModel([])).toBeNull();
});
