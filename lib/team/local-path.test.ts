import { expect, test } from "vitest";
import { localPath } from "./local-path";

const ORIGIN = "https://patchbay.example";

test.each([
  ["/spend?span=7d#top", "/spend?span=7d#top"],
  ["/c/../keys", "/keys"],
  [null, "/"],
  ["", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https:evil.example", "/"],
  ["/.//evil.example", "/"],
  ["/x/..//evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["data:text/html,x", "/"],
])("%j leads to %s", (next, path) => {
  expect(localPath(next, ORIGIN)).toBe(path);
});

test("what it leads to is read as a path of ours again", () => {
  for (const next of ["/%09/evil.example", "/.//evil.example", "/..//evil.example"])
    expect(new URL(localPath(next, ORIGIN), ORIGIN).origin).toBe(ORIGIN);
});
