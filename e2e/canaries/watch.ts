import type { BrowserContext, Page } from "@playwright/test";
import { report, search } from "./canaries";

/** Milliseconds that a page has to show itself; one that hangs is not waited for. */
const PATIENCE = 5_000;

/** Looks for secrets in what a browser writes to its console and asks for, and in what it has when it is closed. */
export function watch(context: BrowserContext): void {
  context.on("console", (message) => search(message.text(), { where: "the console" }));
  context.on("request", (request) => {
    const { origin, href } = new URL(request.url());
    search(href, { where: "an address that was asked for", mayTell: true });
    const { referer } = request.headers();
    if (referer !== undefined && new URL(referer).origin !== origin)
      report(`${origin} was told where people come from`);
  });
  const close = context.close.bind(context);
  context.close = async (options) => {
    await inspect(context).catch((error: Error) => {
      // A browser that has gone already has nothing.
      if (!/closed|crashed/i.test(error.message)) throw error;
    });
    await close(options);
  };
}

async function inspect(context: BrowserContext): Promise<void> {
  search(JSON.stringify(await context.cookies()), { where: "a cookie", mayTell: true });
  await Promise.all(context.pages().map(inspectPage));
}

async function inspectPage(page: Page): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(done, PATIENCE, null);
  });
  const left = await Promise.race([page.evaluate(gather), late]).finally(() => clearTimeout(timer));
  if (left === null) return;
  const { pathname } = new URL(page.url());
  // What is shown once may still be on the screen.
  search(left.shown, { where: `the page ${pathname}`, mayTell: true });
  search(left.kept, { where: `what the browser keeps for ${pathname}` });
}

/** In the page: what it shows, and what it has put away. */
async function gather(): Promise<{ shown: string; kept: string }> {
  const fields = [...document.querySelectorAll("input, textarea")] as HTMLInputElement[];
  const shown = [document.documentElement.outerHTML, location.href, ...fields.map(({ value }) => value)];
  const kept: unknown[] = [];
  // A page without an origin may keep nothing.
  if (origin !== "null") {
    kept.push({ ...localStorage }, { ...sessionStorage });
    for (const { name = "" } of await indexedDB.databases()) kept.push(await dump(name));
  }
  return { shown: shown.join("\n"), kept: JSON.stringify(kept) };

  function dump(name: string): Promise<unknown[]> {
    return new Promise((done, fail) => {
      const opened = indexedDB.open(name);
      opened.onerror = () => fail(opened.error);
      opened.onsuccess = () => {
        const database = opened.result;
        const stores = [...database.objectStoreNames];
        if (stores.length === 0) return done([]);
        const reading = database.transaction(stores);
        const all = stores.map((store) => reading.objectStore(store).getAll());
        reading.oncomplete = () => {
          database.close();
          done(all.map(({ result }) => result));
        };
      };
    });
  }
}
