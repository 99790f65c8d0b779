import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toCsv } from "./csv";

/** One column, without the header and the mark. */
const written = (...cells: Parameters<typeof toCsv>[1][number]) =>
  toCsv(["a"], [cells]).slice(1).split("\r\n").slice(1, -1).join("\r\n");

test("is marked as UTF-8 and ends every line", () => {
  expect(toCsv(["a", "b"], [[1, null]])).toBe("\ufeffa,b\r\n1,\r\n");
});

test.each([
  ["acme/one:free", "acme/one:free"],
  ["a, b", '"a, b"'],
  ['say "x"', '"say ""x"""'],
  ["two\nlines", '"two\nlines"'],
  [["text", "image"], "text image"],
  [true, "true"],
  [0.5, "0.5"],
  ["-0.25", "-0.25"],
  [-3, "-3"],
])("writes %j as %s", (cell, text) => {
  expect(written(cell)).toBe(text);
});

test.each(["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "＝1", "|calc", "-2e5x", "=-1,5"])(
  "%j is no formula any more",
  (cell) => {
    expect(written(cell).replace(/^"/, "")).toMatch(/^'/);
  },
);

test("whatever a cell holds comes back from a reader, but for the apostrophe", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 4 }), (cells) => {
      expect(
        read(toCsv([], [cells]).slice(3)).map((cell, at) => [cells[at], `'${cells[at]}`].includes(cell)),
      ).toEqual(cells.map(() => true));
    }),
  );
});

/** One line of CSV as a spreadsheet reads it. */
function read(line: string): string[] {
  const cells = line.match(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n$)/g) ?? [];
  return cells.map((cell) => {
    const field = cell.replace(/(,|\r\n)$/, "");
    return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
  });
}
