import { expect, test } from "vitest";
import { isNarrowed, overviewText, type SpendParams, spendParams, spendPath } from "./search-params";

const keys = Object.keys(spendParams) as (keyof SpendParams)[];
/** The state of an address, as the page reads it. */
const read = (query: string): SpendParams => {
  const address = new URLSearchParams(query);
  return Object.fromEntries(
    keys.map((key) => {
      const parser = spendParams[key];
      const text = address.get(key);
      const fallback = "defaultValue" in parser ? parser.defaultValue : null;
      return [key, (text === null ? null : parser.parse(text)) ?? fallback];
    }),
  ) as SpendParams;
};

const FULL =
  "from=2026-11-01&to=2026-11-20&timeZone=Asia/Tokyo&bucket=week&groupBy=provider&inside=model&rank=errors&model=openai/gpt-4.1,~&key=!~";

test("a state is written as one address and read back as the same", () => {
  const params = read(FULL);
  const path = spendPath(params);
  expect(read(path.slice(path.indexOf("?")))).toEqual(params);
  expect(spendPath(read(path.slice(path.indexOf("?"))))).toBe(path);
  expect(params.key).toEqual({ exclude: true, values: [null] });
});

test("what is as it opens stands in no address", () => {
  expect(spendPath(read(""))).toBe("/spend");
  expect(spendPath(read("span=30d&groupBy=model&rank=cost"))).toBe("/spend");
  expect(spendPath(read("span=forever&bucket=second&from=2026-02-30"))).toBe("/spend");
});

test("days are asked for instead of a span, both or none", () => {
  const asked = (query: string) => Object.fromEntries(new URLSearchParams(overviewText(read(query), "UTC")));
  expect(asked("span=7d&from=2026-11-01&to=2026-11-20")).toEqual({
    ...{ from: "2026-11-01", to: "2026-11-20", timeZone: "UTC", groupBy: "model", rank: "cost" },
  });
  expect(asked("span=7d&from=2026-11-01")).toMatchObject({ span: "7d" });
  expect(asked("inside=model")).not.toHaveProperty("inside");
  expect(asked(FULL)).toEqual({
    ...{ from: "2026-11-01", to: "2026-11-20", timeZone: "UTC", bucket: "week" },
    ...{ groupBy: "provider", inside: "model", rank: "errors", model: "openai/gpt-4.1,~", key: "!~" },
  });
});

test("a choice that was taken back narrows nothing", () => {
  expect(isNarrowed({ model: undefined })).toBe(false);
  expect(isNarrowed({ model: { exclude: true, values: [null] } })).toBe(true);
});
