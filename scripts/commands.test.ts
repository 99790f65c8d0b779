import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "patchbay-commands-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const node = (code: string) =>
  spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });

describe.each(["start", "test"])("npm %s", (command) => {
  test.each(["18.20.8", "20.18.3"])("on Node %s says which Node it needs", (version) => {
    const { status, stderr } = node(`
      Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });
      await import(${JSON.stringify(join(process.cwd(), `scripts/${command}.mjs`))});
    `);
    expect(status).toBe(1);
    expect(stderr).toContain(`needs Node 20.19 or newer; this is Node ${version}`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe("counting", () => {
  const report = (text: string) => {
    const file = join(directory, "report.json");
    writeFileSync(file, text);
    return JSON.stringify(file);
  };
  const tallied = (call: string) => {
    const module = JSON.stringify(join(process.cwd(), "scripts/tally.mjs"));
    const { stdout } = node(`import * as tally from ${module}; console.log(JSON.stringify(tally.${call}))`);
    const counts: unknown = JSON.parse(stdout);
    return counts;
  };
  const unit =
    '{"numPassedTests":9,"numFailedTests":0,"numPendingTests":1,"numTodoTests":1,"testResults":[]}';
  const red = (title: string, status: string) =>
    `{"title":"${title}","tests":[{"status":"${status}","results":[{"errors":[{"message":"wrong\\nat"}]}]}]}`;
  const browser = `{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":2},"suites":[{"file":"a.spec.ts",
    "specs":[${red("one", "unexpected")},${red("two", "expected")}],
    "suites":[{"file":"a.spec.ts","specs":[${red("three", "flaky")}]}]}]}`;

  test("unit tests", () => {
    expect(tallied(`ofVitest(${report(unit)}, 0)`)).toEqual({
      passed: 9,
      failed: 0,
      skipped: 2,
      failures: [],
    });
  });
  test("a run that fails without a failed test is a failure", () => {
    expect(tallied(`ofVitest(${report(unit)}, 1)`)).toMatchObject({
      passed: 9,
      failed: 1,
      skipped: 2,
    });
    expect(tallied(`ofVitest(${report("")}, 0)`)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
  test("a browser test that only passed when repeated is a failure", () => {
    expect(tallied(`ofPlaywright(${report(browser)}, 1)`)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
      failures: ["a.spec.ts › one › wrong", "a.spec.ts › three › wrong"],
    });
  });
  test("all together", () => {
    expect(tallied("sum([tally.ofCheck(0), tally.ofCheck(2)])")).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
      failures: [],
    });
  });
});
