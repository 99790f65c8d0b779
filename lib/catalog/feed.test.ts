// @vitest-environment jsdom
import { expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import type { ModelChange } from "./changes-api";
import { toAtom, toJsonFeed } from "./feed";

const AT = new Date("2026-11-20T12:00:00Z");
const change = (more: Partial<ModelChange> = {}): ModelChange => ({
  id: "0193a1b2-0000-7000-8000-000000000001",
  model: "acme/one:free",
  name: "Acme: One",
  at: AT,
  differences: [{ kind: "expiry", before: null, after: "2027-01-31" }],
  ...{ isGone: false, nearest: null, uses: 0, effect: null },
  ...more,
});
const feed = (...changes: ModelChange[]) => ({
  origin: "http://localhost:3000",
  path: "/api/models/changes/feed?used=true&days=7",
  changes,
  updated: new Date("2026-11-21T00:00:00Z"),
});

/** The text of an element's children by name; XML that is not well-formed fails. */
function parse(xml: string) {
  const document = new DOMParser().parseFromString(xml, "application/xml");
  expect(document.querySelector("parsererror")).toBeNull();
  return document;
}
const texts = (xml: string, path: string) =>
  [...parse(xml).querySelectorAll(path)].map((node) => node.textContent);

test("an Atom feed has all that readers require", () => {
  const xml = toAtom(feed(change(), change({ id: "0193a1b2-0000-7000-8000-000000000002", at: new Date(0) })));
  const root = parse(xml).documentElement;
  expect([root.nodeName, root.namespaceURI]).toEqual(["feed", "http://www.w3.org/2005/Atom"]);
  expect(texts(xml, "feed > id")[0]).toMatch(/^urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  expect(texts(xml, "feed > updated")).toEqual(["2026-11-20T12:00:00.000Z"]);
  expect(texts(xml, "feed > author > name")).toEqual(["Patchbay"]);
  expect(texts(xml, "entry > id")).toEqual([
    "urn:uuid:0193a1b2-0000-7000-8000-000000000001",
    "urn:uuid:0193a1b2-0000-7000-8000-000000000002",
  ]);
  expect(texts(xml, "entry > title")[0]).toBe("Acme: One: May be gone from 2027-01-31");
  expect(texts(xml, "entry > updated")).toEqual(["2026-11-20T12:00:00.000Z", "1970-01-01T00:00:00.000Z"]);
  const links = [...parse(xml).querySelectorAll("link")].map((link) => link.getAttribute("href"));
  expect(links).toEqual([
    "http://localhost:3000/api/models/changes/feed?used=true&days=7",
    "http://localhost:3000/models/changes",
    "http://localhost:3000/models/acme/one%3Afree",
    "http://localhost:3000/models/acme/one%3Afree",
  ]);
});

test("a feed without entries is still one", () => {
  expect(texts(toAtom(feed()), "feed > updated")).toEqual(["2026-11-21T00:00:00.000Z"]);
});

test("no name breaks the XML or says something else in it", () => {
  const name = `</title><script>alert("1")</script> & ]]> ' \u0000\u0008\uffff \ud800 🌊`;
  const xml = toAtom(feed(change({ name })));
  expect(texts(xml, "entry > title")).toEqual([
    `</title><script>alert("1")</script> & ]]> ' ��� � 🌊: May be gone from 2027-01-31`,
  ]);
  expect(parse(xml).querySelectorAll("script")).toHaveLength(0);
});

const price = (prompt: string) => ({ prices: { prompt: prompt as never }, overrides: [] });
const dearer = change({
  differences: [{ kind: "price", before: price("0.000001"), after: price("0.000002") }],
  uses: 3,
  effect: {
    ...{ amount: parseUsd("1.25"), before: parseUsd("1.25"), after: parseUsd("2.5"), reason: null },
    ...{ generations: 3, counted: 3, uncounted: [] },
  },
});

test("an entry says what changed, what it means, and what is nearest", () => {
  expect(texts(toAtom(feed(dearer)), "entry > content")).toEqual([
    "acme/one:free\nInput $1.00 → $2.00 /M\n$1.25 more on your last 30 days (3 generations).",
  ]);
  const gone = change({ differences: [{ kind: "gone" }], isGone: true, nearest: "acme/two" });
  expect(texts(toAtom(feed(gone)), "entry > content")).toEqual([
    "acme/one:free\nGone\nThe nearest living model is acme/two.",
  ]);
});

test("the JSON feed holds the same, and both sides in full", () => {
  const { version, items } = toJsonFeed(feed(dearer, change()));
  expect(version).toBe("https://jsonfeed.org/version/1.1");
  expect(items[0]).toMatchObject({
    id: "urn:uuid:0193a1b2-0000-7000-8000-000000000001",
    url: "http://localhost:3000/models/acme/one%3Afree",
    title: "Acme: One: Input $1.00 → $2.00 /M",
    date_published: "2026-11-20T12:00:00.000Z",
    tags: ["price"],
    _patchbay: { model: "acme/one:free", uses: 3, effect_usd: "1.25", differences: dearer.differences },
  });
  expect(items[1]?._patchbay.effect_usd).toBeNull();
});
