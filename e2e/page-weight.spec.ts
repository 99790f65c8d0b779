import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures";

const LIMIT = 200_000;

test("the first load of the playground is at most 200 kB of JavaScript, gzipped", async ({
  page,
}, testInfo) => {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    if (response.request().resourceType() === "script" || /\.js(\?|$)/.test(response.url()))
      bodies.set(response.url(), response.body());
  });
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
