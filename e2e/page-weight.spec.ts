import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures";

const LIMIT = 200_000;
/** Milliseconds after which the frame around a page shows the rest of itself. */
const PUT_OFF = 2_000;

test("the first load of the playground is at most 200 kB of JavaScript, gzipped", async ({
  page,
}, testInfo) => {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script" || /\.js(\?|$)/.test(response.url()))
      bodies.set(response.url(), response.body());
  });
  // What is put off until people have what they came for is no part of it, however slow the machine is.
  await page.addInitScript((putOff) => {
    const { setTimeout } = window;
    window.setTimeout = ((act: TimerHandler, ms = 0, ...rest: unknown[]) =>
      ms >= putOff ? 0 : setTimeout(act, ms, ...rest)) as typeof window.setTimeout;
  }, PUT_OFF);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Model", exact: true })).not.toHaveAccessibleDescription(
    /Loading|Choose/,
  );
  await page.waitForLoadState("networkidle");

  const html = await page.content();
  const inline = [...html.matchAll(/<script\b(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, text]) => text)
    .join("\n");
  const sizes = await Promise.all(
    [...bodies].map(async ([url, body]) => [new URL(url).pathname, gzipSync(await body).byteLength] as const),
  );
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  const report = sizes.sort(([, left], [, right]) => right - left).map(([path, size]) => `${size} ${path}`);
  await testInfo.attach("scripts", {
    body: [`${total} in all, and ${gzipSync(inline).byteLength} within the page`, ...report].join("\n"),
  });
  expect(sizes.length).toBeGreaterThan(2);
  expect(total, report.join("\n")).toBeLessThanOrEqual(LIMIT);
});

test("other pages are fetched ahead once they are meant, and what shows a conversation with its page", async ({
  page,
  request,
}) => {
  const ahead = new Set<string>();
  page.on("request", (sent) => {
    const { pathname, searchParams } = new URL(sent.url());
    if (searchParams.has("_rsc")) ahead.add(pathname);
  });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Model", exact: true })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect([...ahead]).toEqual([]);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Models" }).hover();
  await expect.poll(() => [...ahead]).toEqual(["/models"]);

  const named = async (path: string) => {
    const links =
      (await (await request.get(path)).text()).match(/<link rel="preload"[^>]* as="script"[^>]*>/g) ?? [];
    return links.map((link) => / href="([^"]+)"/.exec(link)?.[1]);
  };
  const atHome = await named("/");
  const ofConversations = await named("/c/01900000-0000-7000-8000-000000000000");
  expect(ofConversations.filter((href) => !atHome.includes(href))).not.toEqual([]);
});
