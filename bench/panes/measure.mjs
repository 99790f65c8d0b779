import { heapOf, installProbes, record, take } from "../lib/probes.mjs";

const SCREEN = { viewport: { width: 2560, height: 1200 } };
const RATE = 200;
const MODELS = Array.from({ length: 8 }, (_, index) => `bench/steady-${index + 1}`);

async function openPage(browser, url) {
  const page = await browser.newPage(SCREEN);
  await page.addInitScript(installProbes);
  await page.goto(url);
  await page.getByRole("button", { name: "Model", exact: true }).first().waitFor();
  await page.waitForLoadState("networkidle");
  return page;
}

const settled = (page, answers) =>
  page.waitForFunction(
    (count) =>
      document.querySelectorAll("article[aria-busy=false]").length === count &&
      document.querySelector("article[aria-busy=true]") === null,
    answers,
    { timeout: 120_000 },
  );

async function ask(page, question) {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.keyboard.press("Enter");
}

/** Eight panes are written in at 200 tokens a second each; a short turn before has loaded whatever draws them. */
export async function measureStreaming(browser, url, seconds) {
  const page = await openPage(browser, `${url}/?models=${MODELS.join()}`);
  await ask(page, `Warm up. tokens=400 rate=${RATE}`);
  await settled(page, MODELS.length);
  const before = await heapOf(page);
  await record(page, true);
  await ask(page, `Explain connection pools. tokens=${RATE * seconds} rate=${RATE}`);
  await page.waitForTimeout(500);
  await settled(page, MODELS.length * 2);
  await record(page, false);
  const { longTasks, frames } = await take(page);
  const after = await heapOf(page);
  await page.close();
  return { longTasks, frames, before, after };
}

const WORDS = "Does it feel the same after two thousand messages?";

/** A long conversation is opened from the address bar and from the rail, and written in. */
export async function measureLong(browser, url, id) {
  const page = await openPage(browser, url);
  const clicked = page.evaluate(
    (path) =>
      new Promise((done) => {
        const link = document.querySelector(`a[href="${path}"]`);
        link.addEventListener(
          "click",
          async ({ timeStamp }) => done((await window.patchbayProbe.until(isOpen)) - timeStamp),
          { once: true },
        );
        // The end of it stands in view, drawn as Markdown.
        const isOpen = () => {
          const last = [...document.querySelectorAll("article")].at(-1);
          return (
            last?.querySelector(".answer strong") != null && last.getBoundingClientRect().top < innerHeight
          );
        };
      }),
    `/c/${id}`,
  );
  await page.locator(`a[href="/c/${id}"]`).first().click();
  const fromRail = await clicked;

  await page.waitForLoadState("networkidle");
  await page.getByRole("textbox", { name: "Message" }).focus();
  await record(page, true);
  for (const letter of WORDS) {
    await page.keyboard.press(letter === " " ? "Space" : letter);
    await page.waitForTimeout(60);
  }
  await record(page, false);
  const typing = await take(page);
  await page.close();

  const fresh = await browser.newPage(SCREEN);
  await fresh.addInitScript(installProbes);
  await fresh.goto(`${url}/c/${id}`, { waitUntil: "commit" });
  const fromAddress = await fresh.evaluate(() =>
    window.patchbayProbe.until(() => {
      const last = [...document.querySelectorAll("article")].at(-1);
      return last?.querySelector(".answer strong") != null && last.getBoundingClientRect().top < innerHeight;
    }),
  );
  const heap = await heapOf(fresh);
  await fresh.close();
  return { fromRail, fromAddress, keys: typing.keys, longTasks: typing.longTasks, heap };
}
