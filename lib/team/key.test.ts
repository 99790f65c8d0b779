import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bearerOf, formKey, hintOf, isKey } from "./key";

const FORM = /^pb-v1-[0-9A-Za-z]{51}$/;
const ALPHABET = [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"];

const randomBytes = fc.uint8Array({ minLength: 128, maxLength: 128 });
/** Enough bytes for a key; 128 random ones are so but once in more lives than the universe has. */
const enough = randomBytes.filter((bytes) => bytes.filter((byte) => byte < 248).length >= 51);

describe("forming a key", () => {
  test("has one form, and depends on nothing but the bytes", () => {
    fc.assert(
      fc.property(enough, (bytes) => {
        const key = formKey(bytes);
        expect(key).toMatch(FORM);
        expect(isKey(key)).toBe(true);
        expect(formKey(bytes)).toBe(key);
      }),
    );
  });

  test("every character is as likely as any other: four bytes make each, the rest are thrown away", () => {
    const made = new Map<string, number>();
    for (let byte = 0; byte < 248; byte++) {
      const [character = ""] = formKey(Array.from({ length: 51 }, () => byte)).slice(6);
      made.set(character, (made.get(character) ?? 0) + 1);
    }
    expect([...made.keys()].sort()).toEqual(ALPHABET);
    expect(new Set(made.values())).toEqual(new Set([4]));
    for (let byte = 248; byte < 256; byte++) {
      expect(() => formKey(Array.from({ length: 1_000 }, () => byte))).toThrow(RangeError);
    }
  });

  test("thrown away bytes leave no trace", () => {
    fc.assert(
      fc.property(enough, fc.integer({ min: 248, max: 255 }), (bytes, loud) => {
        expect(formKey([...bytes].flatMap((byte) => [loud, byte]))).toBe(formKey(bytes));
      }),
    );
  });

  test("too few bytes make no key", () => {
    expect(() => formKey([])).toThrow(RangeError);
    expect(() => formKey(new Uint8Array(50))).toThrow(RangeError);
    expect(formKey(new Uint8Array(51))).toMatch(FORM);
  });
});

describe("what is a key", () => {
  const key = formKey(new Uint8Array(51));

  test.each([
    "",
    key.slice(0, -1),
    `${key}0`,
    ` ${key}`,
    `${key}\n`,
    `${key}\0`,
    key.replace("pb-v1-", "pb-v2-"),
    key.replace("pb-v1-", "PB-V1-"),
    key.replace("pb-v1-", "sk-or-"),
    `${key.slice(0, -1)}-`,
    `${key.slice(0, -1)}é`,
    `${key.slice(0, -1)}\u0430`,
  ])("%j is none", (text) => {
    expect(isKey(text)).toBe(false);
    expect(() => hintOf(text)).toThrow(RangeError);
  });

  test("its hint shows its name and four characters of its secret", () => {
    fc.assert(
      fc.property(enough, (bytes) => {
        const whole = formKey(bytes);
        expect(hintOf(whole)).toEqual({ prefix: whole.slice(0, 14), lastFour: whole.slice(-4) });
      }),
    );
  });

  test("an error about something like a key does not repeat it", () => {
    try {
      hintOf(`${key}x`);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain(key.slice(0, 12));
    }
  });
});

describe("the bearer of a header", () => {
  test.each([
    ["Bearer abc", "abc"],
    ["bearer abc", "abc"],
    ["BEARER a.b-c_d~e+f/g=", "a.b-c_d~e+f/g="],
    [`Bearer ${"a".repeat(256)}`, "a".repeat(256)],
  ])("%j is read", (header, token) => {
    expect(bearerOf(header)).toBe(token);
  });

  test.each([
    null,
    "",
    "Bearer",
    "Bearer ",
    "Bearer  abc",
    " Bearer abc",
    "Bearer abc ",
    "Bearer abc\n",
    "Bearer abc\r\nX: y",
    "Bearer a b",
    // Two headers of that name, as fetch joins them.
    "Bearer abc, Bearer def",
    "Bearer abc,Bearer def",
    "Basic abc",
    "BearerX abc",
    "Bearer\tabc",
    "Bearer a\0c",
    "Bearer aéc",
    "Bearer \u202eabc",
    `Bearer ${"a".repeat(257)}`,
    `Bearer ${"a".repeat(65_536)}`,
  ])("%j is not", (header) => {
    expect(bearerOf(header)).toBeNull();
  });

  test("whatever comes, it is a short printable word or nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        for (const header of [text, `Bearer ${text}`]) {
          const token = bearerOf(header);
          if (token !== null) expect(token).toMatch(/^[\x21-\x7e]{1,256}$/);
        }
      }),
    );
  });
});
