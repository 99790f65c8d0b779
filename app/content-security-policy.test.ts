import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy";

const policy = contentSecurityPolicy("abc", { development: false });
const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]));

test("in production no script runs without the nonce", () => {
  expect(rules.get("script-src")).toEqual(["'nonce-abc'", "'strict-dynamic'"]);
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe-");
});

test("nothing leads to another origin", () => {
  expect(rules.get("default-src")).toEqual(["'none'"]);
  expect(policy).not.toMatch(/https?:|\*|ws:/);
  for (const name of ["frame-src", "frame-ancestors", "base-uri", "object-src"])
    expect(rules.get(name)).toEqual(["'none'"]);
});
