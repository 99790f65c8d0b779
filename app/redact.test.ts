import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { describeError, redactSecrets } from "./redact";

test.each([
  ["key sk-or-v1-0123456789abcdef in a sentence", "0123456789abcdef"],
  ["pb-v1-ABCDEFGHIJKLMNOP", "ABCDEFGH"],
  ["/api/shared/pb-share-ABCDEFGHIJKLMNOP", "ABCDEFGH"],
  ["Authorization: Bearer abc.def-ghi", "abc.def"],
  ['{"authorization":"bearer s3cr3t"}', "s3cr3t"],
  ["postgres://patchbay:hunter2@db.example:5432/patchbay", "hunter2"],
  ["postgresql://:p%40ss@db/x", "p%40ss"],
  ["postgres://u:pa@ss/word@db/x", "ss/word"],
  ["https://user:topsecret@openrouter.ai/api", "topsecret"],
])("masks %s", (text, secret) => {
  expect(redactSecrets(text)).not.toContain(secret);
});

test("leaves ordinary lines alone", () => {
  const line = '{"level":30,"time":"2026-11-21T10:00:00.000Z","path":"/api/spend","status":200}';
  expect(redactSecrets(line)).toBe(line);
});

test("never quotes parsers and drivers, which quote what they were given", () => {
  const prompt = "my secret prompt";
  const parser = (() => {
    try {
      return JSON.parse(prompt);
    } catch (error) {
      return error;
    }
  })();
  const driver = new Error(`Failed query: insert into message\nparams: ${prompt}`, {
    cause: Object.assign(new Error(`invalid input syntax for type uuid: "${prompt}"`), { code: "22P02" }),
  });
  for (const error of [parser, driver, prompt, { prompt }]) {
    expect(JSON.stringify(describeError(error))).not.toContain("secret");
  }
  expect(describeError(driver)).toMatchObject({ name: "Error", cause: { code: "22P02" } });
});

test("keeps our own words and the place", () => {
  const described = describeError(new AppError("not_found"));
  expect(described).toMatchObject({
    name: "AppError",
    code: "not_found",
    message: "There is nothing at this address.",
  });
  expect(described.at?.[0]).toContain("redact.test.ts");
});

test("a chain of causes that never ends is cut", () => {
  const error = new Error("loop");
  error.cause = error;
  expect(JSON.stringify(describeError(error)).length).toBeLessThan(10_000);
});
