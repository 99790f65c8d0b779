// npm run e2e -- [--vercel | --instances] [Playwright's arguments]: the browser tests alone, on a current build.
import { requireNode } from "./node-version.mjs";

requireNode();
import("./check.mjs").then((checker) => checker.checkInBrowser(process.argv.slice(2)));
