/** From the press of a key to the frame that shows what came of it, taken within the page. */

/** Longer than anything that is still worth a figure, milliseconds. */
const PATIENCE = 3_000;
/** How long a letter is waited for: far beyond the goal, so that a late list counts as late and not as none. */
const LETTER_PATIENCE = 1_000;

export async function installProbes(page) {
  await page.evaluate(() => {
    const probe = { pressed: 0 };
    window.patchbayProbe = probe;
    addEventListener("keydown", ({ timeStamp }) => (probe.pressed = timeStamp), { capture: true });

    /** Resolves with the milliseconds from the last key to the first frame in which `isThere` holds. */
    probe.until = (isThere, patience) =>
      new Promise((done) => {
        const stop = (value) => {
          observer.disconnect();
          removeEventListener("focusin", look);
          clearTimeout(timer);
          done(value);
        };
        const look = () => {
          if (!isThere()) return;
          // The frame has been drawn when what was queued within it runs.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => stop(performance.now() - probe.pressed);
            port2.postMessage(null);
          });
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          characterData: true,
        });
        // A focus that moves changes no document.
        addEventListener("focusin", look);
        const timer = setTimeout(() => stop(null), patience);
      });
  });
}

/** Opens the picker, waits until its list is there and its search has the focus, and closes it again. */
export async function timeOpening(page) {
  // Watched before the key is pressed: a busy page may do both before it is asked to watch.
  await page.evaluate((patience) => {
    window.patchbayProbe.found = window.patchbayProbe.until(
      () =>
        document.activeElement?.getAttribute("type") === "search" &&
        document.querySelector("dialog [role=option]") !== null,
      patience,
    );
  }, PATIENCE);
  await page.keyboard.press("ControlOrMeta+m");
  const took = await page.evaluate(() => window.patchbayProbe.found);
  if (took === null) throw new Error("the picker did not open");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  return took;
}

/** Types a search letter by letter, and times each list that answers. */
export async function timeTyping(page, word) {
  await page.keyboard.press("ControlOrMeta+m");
  await page.locator("dialog [role=option]").first().waitFor();
  const lists = [];
  for (const letter of word) {
    await page.evaluate((patience) => {
      const lines = () => document.querySelector("dialog [role=listbox]")?.textContent ?? "";
      const before = lines();
      window.patchbayProbe.found = window.patchbayProbe.until(() => lines() !== before, patience);
    }, LETTER_PATIENCE);
    await page.keyboard.press(letter);
    const took = await page.evaluate(() => window.patchbayProbe.found);
    // Not every letter changes what is in view.
    if (took !== null) lists.push(took);
  }
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  return lists;
}
