import { describe, expect, test, vi } from "vitest";
import { DirectoryLockError } from "@/lib/db/lock.server";
import { ConfigurationError } from "./env";
import { explain } from "./start-up";

vi.mock("./services", () => ({ getServices: vi.fn() }));

const driver = (code: string) =>
  new Error("Failed query: select 1\nparams: canary", {
    cause: Object.assign(new Error("password authentication failed for canary"), { code }),
  });

describe("a failed start is explained without a value", () => {
  test.each([
    [new ConfigurationError(["PORT must be a whole number."]), "PORT must be a whole number."],
    [new DirectoryLockError("held", "Process 7 is already using it."), "Process 7 is already using it."],
    [driver("ECONNREFUSED"), "DATABASE_URL"],
    [driver("28P01"), "user or password"],
    [driver("3D000"), "createdb"],
    [driver("ENOSPC"), "disk is full"],
    [
      new AggregateError([Object.assign(new Error("canary"), { code: "ECONNREFUSED" })]),
      "No Postgres answers",
    ],
    [driver("XX999"), "XX999"],
    ["canary", "Something went wrong"],
  ])("%s", (error, words) => {
    expect(explain(error)).toContain(words);
    expect(explain(error)).not.toContain("canary");
  });
});
