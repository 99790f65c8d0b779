import { describe, expect, test } from "vitest";
import { readFailure, redact } from "./failure";

const RETURNED = "Provider returned error";
const said = (message: string, metadata?: Record<string, unknown>) => ({
  message,
  ...(metadata && { metadata }),
});

describe("the words of a failure", () => {
  const words = (error: unknown) => readFailure({ status: 502, body: { error } }).details.said;

  test("are the provider's own, taken out of its JSON", () => {
    expect(words(said(RETURNED, { raw: '{"error":{"message":"Overheated","code":1}}' }))).toBe("Overheated");
    expect(words(said(RETURNED, { raw: '{"message":"Flat"}' }))).toBe("Flat");
    expect(words(said(RETURNED, { raw: "plain words" }))).toBe("plain words");
    expect(words(said(RETURNED, { raw: '{"error":"text"}' }))).toBe('{"error":"text"}');
    expect(words(said("Flagged", { reasons: ["hate", 5, "violence"] }))).toBe("Flagged (hate, violence)");
    expect(words({})).toBeUndefined();
  });

  test("never hold a key, a token or an account", () => {
    const secret = "sk-or-v1-0123456789abcdef0123456789abcdef";
    const text = words(said(`Key ${secret} (Bearer ${secret}) of user_2abcDEFgh and org_99999999aa`)) ?? "";
    expect(text).not.toMatch(/0123456789abcdef|2abcDEFgh|99999999aa/);
    expect(
      words(said("?", { raw: JSON.stringify({ error: { message: `bad key ${secret}` } }) })),
    ).not.toContain("0123456789");
  });

  test("can be stored: short, without NUL, and not cut through a character", () => {
    const text = words(said(`\0${"a".repeat(498)}🙂🙂 \ud800`)) ?? "";
    expect(text.length).toBeLessThanOrEqual(500);
    expect(text).not.toContain("\0");
    expect(text.isWellFormed()).toBe(true);
    expect(
      readFailure({ status: 502, body: { error: said("x", { provider_name: "A\0\ud800" }) } }).details
        .provider,
    ).toBe("A��");
  });

  test("of any size and shape take no longer than reading them", () => {
    const hostile = ["sk-", "Bearer ", "Bearer\t", "user_", "org_a", "sk-aaaaaa-", "A", " ", "Bearer sk-"];
    for (const piece of hostile) {
      for (const text of [
        piece.repeat(100_000 / piece.length),
        `Bearer${piece.repeat(100_000 / piece.length)}\n`,
      ])
        expect(redact(text).length).toBeLessThanOrEqual(500);
      const failure = readFailure({
        status: 400,
        body: { error: said(piece.repeat(20_000), { error_type: piece.repeat(20_000) }) },
      });
      expect(failure.code).toBe("upstream_rejected");
    }
  });
});
