import { expect, test } from "vitest";
import { signedHeaders } from "@/lib/alerts/signature.server";
import { VERIFY_SNIPPETS } from "./verify-snippets";

type Check = (headers: Record<string, string>, body: string, secret: string) => boolean;

/** The very text that is shown, run. */
async function shownCheck(): Promise<Check> {
  const code = `${VERIFY_SNIPPETS.node}\nexport { isGenuine };`;
  const { isGenuine } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
  return isGenuine;
}

test("the code that is shown lets in what was signed, and nothing else", async () => {
  const isGenuine = await shownCheck();
  const [secret, body] = ["pb-whs-one", '{"alerts":[{"title":"Überraschung"}]}'];
  const headers = signedHeaders(secret, "1", new Date(), body);
  expect(isGenuine(headers, body, secret)).toBe(true);
  expect(isGenuine(headers, `${body} `, secret)).toBe(false);
  expect(isGenuine(headers, body, "pb-whs-two")).toBe(false);
  expect(isGenuine({}, body, secret)).toBe(false);
  const old = signedHeaders(secret, "1", new Date(Date.now() - 600_000), body);
  expect(isGenuine(old, body, secret)).toBe(false);
  // As long in letters and longer in bytes.
  const odd = { ...headers, "x-patchbay-signature": `v1=${"é".repeat(64)}` };
  expect(isGenuine(odd, body, secret)).toBe(false);
});
