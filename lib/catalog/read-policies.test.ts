import { expect, test } from "vitest";
import { readEndpoints } from "./read-endpoints";
import { readPolicies, withPolicy } from "./read-policies";

const PROVIDERS = {
  data: [
    {
      name: "Groq",
      slug: "groq",
      privacy_policy_url: "https://groq.example/privacy",
      terms_of_service_url: "javascript:alert(1)",
      status_page_url: null,
      headquarters: "US",
      datacenters: ["US", "FI", "the moon", 7],
    },
    { name: null },
    "Groq",
  ],
};
const ZDR = { data: [{ model_id: "acme/demo", provider_name: "Groq", tag: "groq" }, null, { model_id: 7 }] };

const policyOf = (providers: unknown, zeroRetention: unknown, row: object = {}) => {
  const [endpoint] = readEndpoints([{ provider_name: "Groq", tag: "groq", ...row }]).endpoints;
  return endpoint && withPolicy("acme/demo", endpoint, readPolicies(providers, zeroRetention)).policy;
};

test("an endpoint carries what is known of its provider, and only addresses a browser may open", () => {
  expect(policyOf(PROVIDERS, ZDR)).toEqual({
    zeroRetention: true,
    headquarters: "US",
    datacenters: ["US", "FI"],
    privacyUrl: "https://groq.example/privacy",
    termsUrl: null,
    statusUrl: null,
  });
});

test("an endpoint that is not on the list of those that keep nothing may keep something", () => {
  expect(policyOf(PROVIDERS, ZDR, { tag: "groq/fp8" })?.zeroRetention).toBe(false);
  expect(policyOf(PROVIDERS, { data: [] })?.zeroRetention).toBe(false);
});

test.each([[null], [{}], [{ data: {} }], ["<html>"]])(
  "nothing is known from %j, and nothing is promised",
  (junk) => {
    expect(policyOf(junk, junk)).toMatchObject({ zeroRetention: null, headquarters: null, privacyUrl: null });
  },
);

test("models that have an endpoint that keeps nothing are known", () => {
  expect(readPolicies(PROVIDERS, ZDR).zeroRetention?.models).toEqual(new Set(["acme/demo"]));
});
