import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { AppError, describeFailure, ERRORS } from "./errors";

const page = readFileSync("docs/errors.md", "utf8");

test.each(Object.entries(ERRORS))("the documentation tells of %s what the code does", (code, facts) => {
  const row = page.split("\n").find((line) => line.startsWith(`| \`${code}\` |`));
  expect(row).toContain(`| ${facts.status} | ${facts.by} | ${facts.message} |`);
});

test("the documentation lists no error that does not exist", () => {
  const listed = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(listed).toEqual(Object.keys(ERRORS));
});

test("an unexpected error tells nothing of itself", () => {
  expect(describeFailure(new Error("password=hunter2"))).toEqual({
    code: "internal",
    by: "patchbay",
    message: ERRORS.internal.message,
    remedy: "retry",
  });
});

test("a known error keeps its details", () => {
  const error = new AppError("provider_failed", { provider: "Acme", retryAfter: 3 });
  expect(describeFailure(error)).toMatchObject({
    code: "provider_failed",
    by: "provider",
    provider: "Acme",
    retryAfter: 3,
  });
});
