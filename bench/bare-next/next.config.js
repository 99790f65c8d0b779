import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  poweredByHeader: false,
  outputFileTracingRoot: root,
  turbopack: { root },
};
