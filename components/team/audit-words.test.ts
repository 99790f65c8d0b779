import { expect, test } from "vitest";
import { auditWords } from "./audit-words";

test.each([
  [
    { requestsPerMinute: "60", tokensPerMinute: "100000" },
    "60 requests per minute, 100,000 tokens per minute",
  ],
  [{ tokensPerMinute: null, maxConcurrent: "4" }, "any number of tokens per minute, 4 at once"],
  [{ maxConcurrent: null }, "any number at once"],
])("limits are told as they are where they are set", (limits, words) => {
  const said = auditWords({ action: "member.limits", details: { member: "Mia", ...limits } });
  expect(said).toBe(`limited Mia: ${words}`);
});

test.each([
  [{ what: "audit log", format: "csv" }, "exported the audit log as CSV"],
  [{ what: "a conversation", format: "markdown" }, "exported a conversation as Markdown"],
])("what was exported is told by name", (details, words) => {
  expect(auditWords({ action: "export.create", details })).toBe(words);
});
