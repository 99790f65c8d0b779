import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { LANGUAGES, snippet } from "./snippets";

const CALL = { baseUrl: "http://localhost:3000/api/v1", key: "pb-v1-abc", model: "acme/one" };

test.each(LANGUAGES)("the %s call names the address, the key and the model", (language) => {
  const text = snippet(language, CALL);
  expect(text).toContain(CALL.baseUrl);
  expect(text).toContain(CALL.key);
  expect(text).toContain(`"${CALL.model}"`);
});

/** What a shell makes of the line, with a `curl` that only prints what it was given. */
const asShellReads = (text: string): string[] =>
  execFileSync("sh", ["-c", `curl() { printf '%s\\0' "$@"; }\n${text}`], { encoding: "utf8" }).split("\0");

test("a shell reads the curl call as it is meant, whatever the model is called", () => {
  for (const model of ["acme/one", "it's", 'a"b\\c', "$(id) `id`"]) {
    const [url, , authorization, , , , body] = asShellReads(snippet("curl", { ...CALL, model }));
    expect(url).toBe(`${CALL.baseUrl}/chat/completions`);
    expect(authorization).toBe(`Authorization: Bearer ${CALL.key}`);
    expect(JSON.parse(body ?? "")).toEqual({ model, messages: [{ role: "user", content: "Say hello." }] });
  }
});
