import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Tally `failures` by name and first words */

/** @param {Tally[]} tallies @returns {Required<Tally>} */
export const sum = (tallies) =>
  tallies.reduce(
    (all, { passed, failed, skipped, failures = [] }) => ({
      passed: all.passed + passed,
      failed: all.failed + failed,
      skipped: all.skipped + skipped,
      failures: [...all.failures, ...failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );

/** A check that is one yes or no. */
export const ofCheck = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** Vitest's report; a run that fails without a failed test (a crash, an unhandled error) counts as one. */
export function ofVitest(file, code) {
  const report = readJson(file);
  if (!report) return ofCheck(code || 1);
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = report;
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  const failures = testResults.flatMap(({ name, message, assertionResults }) => {
    const red = assertionResults.filter(({ status }) => status === "failed");
    if (red.length === 0 && message) return [describe(name, "", message)];
    return red.map(({ fullName, failureMessages }) => describe(name, fullName, failureMessages[0]));
  });
  return { passed, failed, skipped: numPendingTests + numTodoTests, failures };
}

/** Playwright's report; a test that only passed when repeated did not pass. */
export function ofPlaywright(file, code) {
  const { stats, suites = [] } = readJson(file) ?? {};
  if (!stats) return ofCheck(code || 1);
  const failed = stats.unexpected + stats.flaky;
  const failures = suites.flatMap(redIn);
  return {
    passed: stats.expected,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: stats.skipped,
    failures,
  };
}

function redIn({ file, specs = [], suites = [] }) {
  const red = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => describe(file, title, results.flatMap(({ errors }) => errors)[0]?.message)),
  );
  return [...red, ...suites.flatMap(redIn)];
}

const describe = (file, title, message = "") =>
  [file.replace(`${process.cwd()}/`, ""), title, stripVTControlCharacters(message).split("\n", 1)[0]]
    .filter(Boolean)
    .join(" › ");

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
