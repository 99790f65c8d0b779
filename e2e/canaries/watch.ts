import type { BrowserContext, Page, Request } from "@playwright/test";
import { isHome, report, search } from "./canaries";

/** Milliseconds that a page has to show itself; one that hangs is not waited for. */
const PATIENCE = 5_000;

/** Looks for secrets in what a browser writes to its console, asks for and opens, and in what each page has when it is closed. */
export function watch(context: BrowserContext): void {
  context.on("console", (message) => search(message.text(), { where: "the console" }));
  context.on("request", inspectRequest);
  context.on("page", (page) => {
    // What stands behind a `#` is in no request.
    page.on("framenavigated", (frame) => inspectAddress(frame.url()));
    const close = page.close.bind(page);
    page.close = async (options) => {
      await inspectPage(page);
      await close(options);
    };
  });
  const close = context.close.bind(context);
  context.close = async (options) => {
    const cookies = await context.cookies().catch(unlessGone);
    search(JSON.stringify(cookies ?? null), { where: "a cookie", mayHold: /^the session in / });
    await Promise.all(context.pages().map(inspectPage));
    await close(options);
  };
}

function inspectRequest(request: Request): void {
  inspectAddress(request.url());
  const { origin } = new URL(request.url());
  const { referer } = request.headers();
  if (referer && new URL(referer).origin !== origin) report(`${origin} was told where people come from`);
  if (!isHome(origin))
    search(JSON.stringify([request.headers(), request.postData()]), { where: `a request to ${origin}` });
}

/** Some addresses are there to carry a secret: that of a shared conversation in the path, a link's behind the `#`. */
function inspectAddress(address: string): void {
  const { origin, pathname, href, hash } = new URL(address);
  const where = `an address of ${isHome(origin) ? "ours" : origin}`;
  const carries = (path: RegExp, what: RegExp) => (isHome(origin) && path.test(pathname) ? what : undefined);
  search(href.slice(0, href.length - hash.length), {
    where,
    mayHold: carries(/^\/(api\/)?shared\//, /^a share's secret /),
  });
  search(hash, { where, mayHold: carries(/^\/(setup|invite|reset)$/, /^a (setup )?link's secret /) });
}

async function inspectPage(page: Page): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(done, PATIENCE, null);
  });
  const look = () => page.evaluate(gather).catch(unlessGone);
  // A page that is just being left is looked at when it has arrived.
  const left = await Promise.race([look().then((seen) => seen ?? look()), late]);
  clearTimeout(timer);
  if (left === null) return;
  const { pathname } = new URL(page.url());
  // What is shown once may still be on the screen, and what people type.
  search(left.shown, { where: `the page ${pathname}`, mayHold: /^(?!the session in )/ });
  search(left.kept, { where: `what the browser keeps for ${pathname}` });
}

/** A browser or a page that has gone already has nothing. */
function unlessGone(error: Error): null {
  if (!/closed|crashed|destroyed|detached|navigat/i.test(error.message)) throw error;
  return null;
}

/** In the page: what it shows, and what it has put away. */
async function gather(): Promise<{ shown: string; kept: string }> {
  const fields = [...document.querySelectorAll("input, textarea")] as HTMLInputElement[];
  // A page that has only just begun has none.
  const root = document.documentElement as HTMLElement | null;
  const shown = [root?.outerHTML, location.href, ...fields.map(({ value }) => value)];
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
