import { expect, test } from "vitest";
import { defang } from "./defang";

test.each([
  ["Sign in at https://evil.example/login?x=1.", "Sign in at https[:]//evil[.]example/login?x=1."],
  ["www.evil.co.uk, or evil.com", "www[.]evil[.]co[.]uk, or evil[.]com"],
  ["mail eve@evil.example", "mail eve@evil[.]example"],
  ["ftp://10.0.0.1/x", "ftp[:]//10.0.0.1/x"],
  ["bücher.рф and evil。com", "bücher[.]рф and evil[.]com"],
])("%s leads nowhere", (text, expected) => expect(defang(text)).toBe(expected));

test.each([
  "$80.20 of $100.00 are spent. It begins anew on 1 Dec 2026, 00:00 (Europe/Berlin).",
  "The price of openai/gpt-4.1-mini moved by 31.5 %: from $1.00 to $1.32.",
  "The price of qwen/qwen-2.5-vl:free moved…",
])("%s stays as it is", (text) => expect(defang(text)).toBe(text));
