import { expect, test, vi } from "vitest";
import { AppError, describeFailure } from "./errors";

test("an error is known for what it is by every copy of the module", async () => {
  vi.resetModules();
  const copy = await import("./errors");
  expect(copy.AppError).not.toBe(AppError);
  const error = new copy.AppError("insufficient_credits", { retryAfter: 3 });
  expect(error).toBeInstanceOf(AppError);
  expect(describeFailure(error)).toMatchObject({ code: "insufficient_credits", retryAfter: 3 });
});

test("anything else is a bug, whatever it calls itself", () => {
  const pretender = Object.assign(new Error("canary"), { name: "AppError", code: "not_found", details: {} });
  for (const thrown of [pretender, new TypeError("canary"), "canary", null, undefined]) {
    expect(thrown).not.toBeInstanceOf(AppError);
    expect(describeFailure(thrown)).toMatchObject({ code: "internal" });
    expect(JSON.stringify(describeFailure(thrown))).not.toContain("canary");
  }
});
