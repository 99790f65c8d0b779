import { type BrowserContext, test as base, expect } from "@playwright/test";
import { mintSecret, noteHome, noteMade, takeLeaks } from "./canaries";
import { watch } from "./watch";

const HOME = "http://home.example";
const ELSEWHERE = "http://elsewhere.example";

const KEY = mintSecret();
const LINK = mintSecret();
const SHARE = mintSecret();
const SESSION = mintSecret();

/** Pages that are all alike, in a browser that is watched; no request gets any further. */
const test = base.extend<{ watched: BrowserContext }>({
  watched: async ({ browser }, use) => {
    noteHome(HOME);
    noteMade("a key's secret", KEY);
    noteMade("a link's secret", LINK);
    noteMade("a share's secret", SHARE);
    noteMade("the session in patchbay", SESSION);
    takeLeaks();
    const context = await browser.newContext();
    watch(context);
    await context.route("**", (route) => route.fulfill({ contentType: "text/html", body: "<h1>Hello</h1>" }));
    await use(context);
    await context.close();
    takeLeaks();
  },
});

test("an address may carry the one secret that it is there for, at home", async ({ watched }) => {
  const page = await watched.newPage();
  const asked = async (address: string) => {
    await page.goto("about:blank");
    await page.goto(address);
    return takeLeaks();
  };
  for (const path of ["setup", "invite", "reset"]) expect(await asked(`${HOME}/${path}#${LINK}`)).toEqual([]);
  for (const path of ["shared", "api/shared"]) expect(await asked(`${HOME}/${path}/${SHARE}`)).toEqual([]);

  const [key, link, share] = ["a key's", "a link's", "a share's"].map(
    (whose) => `${whose} secret (as it is)`,
  );
  const [ours, theirs] = ["an address of ours", `an address of ${ELSEWHERE}`];
  expect(await asked(`${HOME}/keys?key=${KEY}`)).toEqual([`${key} in ${ours}`]);
  expect(await asked(`${HOME}/invite#${KEY}`)).toEqual([`${key} in ${ours}`]);
  expect(await asked(`${HOME}/shared/${KEY}`)).toEqual([`${key} in ${ours}`]);
  expect(await asked(`${HOME}/invite?token=${LINK}`)).toEqual([`${link} in ${ours}`]);
  expect(await asked(`${HOME}/sign-in#${LINK}`)).toEqual([`${link} in ${ours}`]);
  expect(await asked(`${HOME}/conversations?of=${SHARE}`)).toEqual([`${share} in ${ours}`]);
  expect(await asked(`${ELSEWHERE}/invite#${LINK}`)).toEqual([`${link} in ${theirs}`]);
  expect(await asked(`${ELSEWHERE}/shared/${SHARE}`)).toEqual([`${share} in ${theirs}`]);
});

test("no other origin is sent a secret", async ({ watched }) => {
  const page = await watched.newPage();
  await page.goto(HOME);
  const post = (to: string, options: object) =>
    page.evaluate(
      ([address, how]) => fetch(address, { method: "POST", mode: "no-cors", ...how }).catch(() => {}),
      [to, options] as const,
    );
  await post(`${HOME}/api/session`, { body: KEY });
  expect(takeLeaks()).toEqual([]);
  await post(ELSEWHERE, { body: `{"key":"${KEY}"}` });
  expect(takeLeaks()).toContain(`a key's secret (as it is) in a request to ${ELSEWHERE}`);
});

test("a page is looked at when it closes, whoever closes it", async ({ watched }) => {
  const leak = "a key's secret (as it is) in what the browser keeps for /keys";
  const keep = async (what: string) => {
    const page = await watched.newPage();
    await page.goto(`${HOME}/keys`);
    await page.evaluate((text) => sessionStorage.setItem("left", text), what);
    return page;
  };
  await (await keep("nothing")).close();
  expect(takeLeaks()).toEqual([]);
  await (await keep(KEY)).close();
  expect(takeLeaks()).toEqual([leak]);
  await keep(KEY);
  await watched.close();
  expect(takeLeaks()).toEqual([leak]);
});

test("a session stands in a cookie and nowhere else", async ({ watched }) => {
  const page = await watched.newPage();
  await page.goto(HOME);
  await watched.addCookies([{ name: "patchbay", value: SESSION, url: HOME }]);
  await page.evaluate((text) => document.body.append(text), SESSION);
  await page.close();
  expect(takeLeaks()).toEqual(["the session in patchbay (as it is) in the page /"]);
  await watched.addCookies([{ name: "key", value: KEY, url: HOME }]);
  await watched.close();
  expect(takeLeaks()).toEqual(["a key's secret (as it is) in a cookie"]);
});
