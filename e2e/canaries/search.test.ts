import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createSearch, formsOf, PIECE } from "./search.mjs";

const SECRET = `a "quoted" ü/${randomBytes(24).toString("base64url")}`;
const around = (text: string) => `${"x".repeat(37)}${text}${"y".repeat(53)}`;

function searching() {
  const search = createSearch();
  search.add("THE_SECRET", SECRET);
  return search;
}

test.each(formsOf(SECRET))("finds it %s, in either case, wherever it stands and is cut", (form, text) => {
  const search = searching();
  for (let before = 0; before < 20; before++) {
    const content = "z".repeat(before) + around(text);
    for (const either of [content, content.toUpperCase(), content.toLowerCase()])
      expect(search.find(either)).toContain(`THE_SECRET (${form})`);
  }
  const bytes = Buffer.from(around(text));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const follow = search.follow();
    const found = [bytes.subarray(0, cut), bytes.subarray(cut)].flatMap(follow);
    expect([cut, found]).toEqual([cut, expect.arrayContaining([`THE_SECRET (${form})`])]);
  }
  const byByte = search.follow();
  expect([...bytes].flatMap((byte) => byByte(Uint8Array.of(byte)))).toContain(`THE_SECRET (${form})`);
});

test("finds it in base64 wherever that begins", () => {
  for (let before = 0; before < 6; before++)
    for (const form of ["base64", "base64url"] as const) {
      const text = Buffer.from(`${"u".repeat(before)}${SECRET}:`).toString(form);
      expect(searching().find(text).join()).toMatch(/base64/);
    }
});

test("finds every piece that is long enough, and none that is a hint", () => {
  const search = searching();
  for (let at = 0; at + PIECE <= SECRET.length; at++)
    expect(search.find(around(SECRET.slice(at, at + PIECE)))).toContain("THE_SECRET (as it is)");
  const bytes = Buffer.from(SECRET);
  const [first, last] = [bytes.subarray(0, PIECE - 1), bytes.subarray(-(PIECE - 1))];
  expect(search.find(Buffer.concat([first, Buffer.from("..."), last]))).toEqual([]);
});

test("finds nothing else", () => {
  const search = searching();
  expect(search.find(randomBytes(3_000_000))).toEqual([]);
  expect(search.find(randomBytes(1_000_000).toString("hex"))).toEqual([]);
  expect(search.find("")).toEqual([]);
});

test("refuses a secret that could be anywhere by chance", () => {
  expect(() => createSearch().add("SHORT", "password")).toThrow("SHORT");
});
