import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const COLOURS = ["color-contrast", "link-in-text-block"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The long browser tests judge both themes everywhere; else only the test that goes through all pages does. */
const hasBothThemes = () =>
  process.env.DEEP === "1" || test.info().titlePath.includes("every page can be read and worked by everyone");

/**
 * Judges a page as it stands, in both themes: dark has other colours and is otherwise the same.
 * Within a part, given by a selector, where the rest was judged before.
 */
export async function expectAccessible(page: Page, where: string, part = "html"): Promise<void> {
  // In the page itself, which has no frames of others: collecting what frames found takes a page of its own each time.
  // And only what is wrong is put into words.
  const judge = () =>
    new AxeBuilder({ page })
      .options({ resultTypes: ["violations"] })
      .include(part)
      .setLegacyMode();
  await page.emulateMedia({ colorScheme: "light" });
  await page.evaluate(colourChanges);
  expect.soft(await complaints(judge().withTags(RULES)), `${where}, light`).toEqual([]);
  // On a small screen stands the same in the same colours.
  if (hasBothThemes() && (page.viewportSize()?.width ?? 0) > 600) {
    const light = await page.evaluate(backgroundOf);
    await page.emulateMedia({ colorScheme: "dark" });
    expect.soft(await page.evaluate(backgroundOf), `${where} has two themes`).not.toBe(light);
    await page.evaluate(colourChanges);
    expect.soft(await complaints(judge().withRules(COLOURS)), `${where}, dark`).toEqual([]);
  }
  const { scrollWidth, innerWidth, sideways } = await page.evaluate(() => ({
    // What scrolls are tables, each by itself, and never the whole page beside its rail.
    sideways: [...document.querySelectorAll("main")].some((main) => main.scrollWidth > main.clientWidth),
    scrollWidth: document.documentElement.scrollWidth,
    innerWidth: window.innerWidth,
  }));
  expect.soft(scrollWidth, `${where} is wider than the screen`).toBeLessThanOrEqual(innerWidth);
  expect.soft(sideways, `${where} scrolls sideways`).toBe(false);
}

/**
 * Has every colour arrive that is on its way to another. What inherits one may set out when its parent has arrived,
 * hence again after the next frame; a page that draws none at the moment is not waited for.
 */
export const colourChanges = async () => {
  for (;;) {
    await new Promise((drawn) => {
      requestAnimationFrame(() => requestAnimationFrame(drawn));
      setTimeout(drawn, 1_000);
    });
    const changes = document.getAnimations().filter((change) => change instanceof CSSTransition);
    if (changes.length === 0) return;
    for (const change of changes) change.finish();
  }
};

const backgroundOf = () => getComputedStyle(document.body).backgroundColor;

async function complaints(axe: AxeBuilder): Promise<unknown[]> {
  const { violations } = await axe.analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
  }));
}
