import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

type ProjectConfig = TestProjectInlineConfiguration["test"];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const FOLDERS = ["app", "components", "e2e", "lib", "scripts"];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(here(folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
);

/** The test files that say something, as patterns. */
const saying = (what: RegExp, files = FILES): string[] =>
  files
    .filter((path) => what.test(readFileSync(here(path), "utf8")))
    .map((path) => path.replaceAll(/[[\]]/g, "\\$&"));
const APART = saying(/\bvi\.mock\(/);
const others = FILES.filter((path) => !APART.includes(path));
const SCREENS = saying(/^\/\/ @vitest-environment jsdom/, others);
const TEAM = saying(/^stubTeam\(\);/m, others);

const resolve = {
  alias: {
    "@": here("."),
    // The marker throws outside a server bundle; in tests it has nothing to guard.
    "server-only": here("node_modules/server-only/empty.js"),
  },
};

/** Inherits nothing: what is set up once for all would be so for each. */
const project = (name: string, include: string[], more: ProjectConfig = {}) => ({
  resolve,
  test: {
    name,
    include,
    setupFiles: here("lib/core/testing-globals.ts"),
    // A bound for what hangs, not a measure: small machines are slow when they are busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...more,
  },
});

// Modules are read once for all files of a worker: reading them anew for each took a third of the time. A worker is kept
// only while the next file is of its project and its environment, so each of these has a project.
const shared = { pool: "threads", isolate: false } as const;

export default defineConfig({
  resolve,
  test: {
    projects: [
      project(
        "parts",
        FOLDERS.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
        { exclude: [...APART, ...SCREENS, ...TEAM], ...shared },
      ),
      // In a document.
      project("screens", SCREENS, shared),
      // Of one environment, which handlers read once.
      project("team", TEAM, shared),
      // Whatever puts something in a module's place has modules of its own.
      project("apart", APART),
    ],
    globalSetup: "lib/db/testing-templates.server.ts",
    // PGlite takes some 300 MB per worker; few workers keep small machines alive.
    maxWorkers: 2,
  },
});
