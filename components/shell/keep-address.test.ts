// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepAddress } from "./keep-address";

let stop: () => void;
beforeEach(() => {
  history.replaceState(null, "", "/spend");
  stop = keepAddress();
});
afterEach(() => stop());

const address = () => location.pathname + location.search;
/** What the router does when a state of it has been drawn. */
const routerWrites = (url: string) => history.replaceState({ __NA: true, tree: url }, "", url);
/** Every write that the router, which listens below, gets to hear of. */
function heard(): string[] {
  stop();
  const urls: string[] = [];
  const { replaceState } = history;
  history.replaceState = (data, unused, url) => {
    urls.push(`${data === null ? "page" : "router"} ${new URL(String(url), location.href).search}`);
    replaceState.call(history, data, unused, url);
  };
  const keep = keepAddress();
  stop = () => {
    keep();
    history.replaceState = replaceState;
  };
  return urls;
}

test("a late write of the router does not take back what the page wrote, and the router is told", async () => {
  const writes = heard();
  history.pushState(null, "", "/spend?model=a");
  routerWrites("/spend");
  expect(address()).toBe("/spend?model=a");
  expect(history.state).toMatchObject({ __NA: true });
  await Promise.resolve();
  expect(writes).toEqual(["router ?model=a", "page ?model=a"]);
});

test("what the page replaces is kept, too, and the last write counts", () => {
  history.replaceState(null, "", "/spend?model=a");
  history.replaceState(null, "", "/spend?model=b");
  routerWrites("/spend?model=a");
  expect(address()).toBe("/spend?model=b");
});

test("another page, a step back and the router's own steps go where they lead", async () => {
  history.pushState(null, "", "/spend?model=a");
  routerWrites("/keys");
  expect(address()).toBe("/keys");

  history.pushState(null, "", "/keys?show=all");
  history.pushState({ __NA: true }, "", "/keys?show=mine");
  routerWrites("/keys");
  expect(address()).toBe("/keys");

  history.pushState(null, "", "/keys?show=all");
  const back = new Promise((resolve) => window.addEventListener("popstate", resolve, { once: true }));
  history.back();
  await back;
  routerWrites("/keys?of=me");
  expect(address()).toBe("/keys?of=me");
});

test("the same address, written again, changes nothing", () => {
  const writes = heard();
  history.pushState(null, "", "/spend?model=a");
  routerWrites("/spend?model=a");
  expect(writes).toEqual(["router ?model=a"]);
  expect(address()).toBe("/spend?model=a");
});
