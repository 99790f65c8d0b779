import type { NextConfig } from "next";
import { EVERYWHERE, INERT, UNLISTED, WORKER } from "./app/security-headers";

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // Compiled where it pays, in what redraws with every token or keystroke ("use memo"): elsewhere it is weight.
  reactCompiler: { compilationMode: "annotation" },
  // No optimizer: it is an open proxy to whoever can put a URL on a page.
  images: { unoptimized: true, remotePatterns: [] },
  experimental: {
    // Next buffers what is posted to pages for proxy.ts; nothing of ours is.
    proxyClientMaxBodySize: "64kb",
    // Reading all pages and handlers before the first is asked for would take half of the start.
    preloadEntriesOnStart: false,
    // Nothing reads those of the server, and each handler's chunk has one of the whole house: three quarters of a build.
    turbopackSourceMaps: false,
  },
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pino", "undici"],
  outputFileTracingIncludes: {
    "/**": ["./lib/db/migrations/**", "./node_modules/@electric-sql/pglite/dist/**"],
  },
  // `npm run types` checks them, tests included; whoever only starts Patchbay need not wait for that.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  headers: async () => [
    { source: "/:path*", headers: EVERYWHERE },
    { source: "/api/:path*", headers: INERT },
    { source: "/shared/:path*", headers: UNLISTED },
    { source: "/_next/static/:path*", headers: INERT },
    { source: "/_next/static/chunks/turbopack-worker-:name.js", headers: WORKER },
  ],
};

export default config;
