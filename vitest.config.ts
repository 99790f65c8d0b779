import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      "@": here("."),
      // The marker throws outside a server bundle; in tests it has nothing to guard.
      "server-only": here("node_modules/server-only/empty.js"),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        // Modules are read once for all files of a worker: reading them anew for each took a third of the time.
        test: {
          name: "parts",
          include: ["{components,e2e,lib,scripts}/**/*.test.{ts,tsx}"],
          pool: "threads",
          isolate: false,
        },
      },
      {
        extends: true,
        // Handlers find their services where a process keeps them, so each file has a process of its own.
        test: { name: "handlers", include: ["app/**/*.test.{ts,tsx}"] },
      },
    ],
    globalSetup: "lib/db/testing-templates.server.ts",
    setupFiles: here("lib/core/testing-globals.ts"),
    // A bound for what hangs, not a measure: small machines are slow when they are busy.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // PGlite takes some 300 MB per worker; few workers keep small machines alive.
    maxWorkers: 2,
  },
});
