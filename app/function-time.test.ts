import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import vercel from "../vercel.json";
import { functionTime, generationTime, MAX_DURATION } from "./function-time";

const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
  .filter((path) => /(^|[\\/])route\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join("app/api", path), "utf8") }));

describe("the routes", () => {
  const said = ({ text }: { text: string }) => /^export const maxDuration = (\d+);$/m.exec(text)?.[1];

  test("that run long tell the platform, and all tell it the same", () => {
    const long = routes.filter(({ text }) => /throughNext|runner\.idle|event-stream|jobs\.pass/.test(text));
    expect(long.length).toBeGreaterThan(3);
    for (const route of long) expect([route.path, said(route)]).toEqual([route.path, String(MAX_DURATION)]);
    for (const route of routes) expect([undefined, String(MAX_DURATION)]).toContain(said(route));
  });
  test("that vercel.json names exist", () => {
    for (const { path } of vercel.crons) expect(existsSync(`app${path}/route.ts`)).toBe(true);
    for (const path of Object.keys(vercel.functions)) {
      const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replace("**", ".+")}$`);
      expect(routes.filter((route) => pattern.test(`app/api/${route.path}`))).toHaveLength(1);
    }
  });
});

describe("the time that a generation has", () => {
  const time = (VERCEL: boolean, GENERATION_TIMEOUT_SECONDS?: number) =>
    generationTime({ VERCEL, GENERATION_TIMEOUT_SECONDS });

  test("is unlimited unless it is configured", () => {
    expect([time(false), time(false, 2.5), functionTime({ VERCEL: false })]).toEqual([null, 2_500, null]);
  });
  test("is over on Vercel before the function is", () => {
    expect(functionTime({ VERCEL: true })).toBe(290_000);
    expect([time(true), time(true, 2.5), time(true, 3_600)]).toEqual([290_000, 2_500, 290_000]);
  });
});
