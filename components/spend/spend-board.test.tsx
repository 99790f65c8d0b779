// @vitest-environment jsdom
import { act } from "react";
import { describe, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { AccountList } from "@/lib/ledger/accounts-api";
import { Overview } from "@/lib/spend/overview-api";
import { overview } from "./testing";
import { last, open, SEEN, stubPage, UNAVAILABLE, UTC, until } from "./testing-board";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));
vi.mock("@/components/charts/stacked-bars", () => ({ default: () => null }));
stubPage();

const ALT = { bubbles: true, cancelable: true, altKey: true };

test("the tiles tell the total, how it changed, and of how many nobody knows the cost", async () => {
  const { host, asked } = await open(UTC);
  expect(asked[0]).toContain("/api/spend/overview?span=30d&timeZone=UTC&groupBy=model&rank=cost");
  const totals = host.querySelector("[aria-label=Totals]");
  expect(totals?.textContent).toContain(
    "Spent$112.00▲ 12 %12 % more than in the time before.+ 3 of unknown cost",
  );
  expect(totals?.textContent).toContain("Tokens in—");
  const unknown = [...(totals?.querySelectorAll("a") ?? [])].find((one) =>
    one.textContent?.startsWith("+ 3"),
  );
  expect(unknown?.getAttribute("href")).toMatch(/^\/generations\?cost=unknown&from=2026-11-20/);
});

test("a time before that is only partly on record is no measure, and the tiles say so", async () => {
  const { host } = await open(UTC, () => Response.json(encode(Overview, { ...SEEN, before: null })));
  const totals = host.querySelector("[aria-label=Totals]");
  expect(totals?.textContent).toContain("Spent$112.00—Nothing to compare with.");
  expect(totals?.querySelector('[data-tip="Not the whole of the time before is on record."]')).not.toBeNull();
});

test("the table's shares add up, and its last line is the total", async () => {
  const { host } = await open(UTC);
  const table = host.querySelector('table[aria-label="Spend by model"]');
  const lines = [...(table?.querySelectorAll("tr:not(.hidden)") ?? [])].map((row) => row.textContent ?? "");
  const shares = [...(table?.querySelectorAll("tbody tr:not(.hidden) td:nth-child(3)") ?? [])];
  expect(shares.map(({ textContent }) => textContent)).toEqual(["89.3 %", "8.9 %", "1.8 %"]);
  expect(lines.find((line) => line.startsWith("Other 3 models"))).toContain("$2.00");
  expect(lines.at(-1)).toContain("5 models");
  expect(lines.at(-1)).toContain("$112.00");
});

test("a name in the table narrows, with the alternative key it is left out, and once more takes it back", async () => {
  const { addresses, press } = await open(UTC);
  await press("acme/a");
  await until(() => expect(last(addresses)).toMatchObject({ model: "acme/a" }));
  await press("acme/a");
  await until(() => expect(last(addresses)).not.toHaveProperty("model"));
  await press("acme/b", { altKey: true });
  await until(() => expect(last(addresses)).toMatchObject({ model: "!acme/b" }));
});

test("a key that is pressed before the page knows of the last choice does not take that back", async () => {
  const { addresses, named } = await open(UTC);
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  const leaveOut = (name: string) => named(name)?.dispatchEvent(new MouseEvent("click", ALT));
  leaveOut("acme/a");
  await vi.waitFor(() => expect(last(addresses)).toMatchObject({ model: "!acme/a" }), { interval: 0 });
  leaveOut("acme/b");
  await vi.waitFor(() => expect(named("Spend by model", "table")?.closest("[aria-busy=true]")).toBeNull());
  expect(last(addresses).model).toMatch(/^!acme\/a/);
  leaveOut("acme/b");
  await vi.waitFor(() => expect(last(addresses)).toMatchObject({ model: "!acme/a,acme/b" }));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

test("groups beyond the table are shown by leaving out those that are in it", async () => {
  const { addresses, press, named } = await open(UTC);
  const others = named("Other 3 models")?.closest("tr");
  const [list] = others?.querySelectorAll("a") ?? [];
  expect(new URLSearchParams(list?.search).get("model")).toBe("!acme/a,acme/b");
  await press("Other 3 models");
  await until(() => expect(last(addresses)).toMatchObject({ model: "!acme/a,acme/b" }));
  const tags = await open(`${UTC}&groupBy=tag`, () =>
    Response.json(encode(Overview, { ...SEEN, groupBy: "tag", overlapping: true })),
  );
  expect(tags.named("Other 3 tags")).toBeUndefined();
});

test("rows unfold to what is inside of them, and the parts add up to the row", async () => {
  const { host, press, named, addresses } = await open(`${UTC}&inside=key`);
  expect(host.textContent).not.toContain("No key");
  await press("Show what is inside of acme/a");
  expect(named("No key")).toBeDefined();
  expect(host.textContent).toContain("The rest");
  await press("No key");
  await until(() => expect(last(addresses)).toMatchObject({ model: "acme/a", key: "~" }));
});

test("the figure that groups are ranked by stands below their names, but for spend, which has a column everywhere", async () => {
  const { host } = await open(`${UTC}&rank=errors`);
  await until(() => expect(host.querySelector("tfoot th")?.textContent).toMatch(/1 error$/));
  const plain = await open(UTC);
  await until(() => expect(plain.host.querySelector("tfoot th")?.textContent).toBe("5 models"));
});

test("what the chart shows is what groups are ranked by", async () => {
  const { host, addresses } = await open(UTC);
  const tokens = [...host.querySelectorAll<HTMLInputElement>('input[value="tokens"]')][0];
  await act(async () => tokens?.click());
  await until(() => expect(last(addresses)).toMatchObject({ rank: "tokens" }));
});

test("nothing at all asks for a question, nothing that matches for fewer filters", async () => {
  const nothing = () => Response.json(encode(Overview, overview()));
  const all = await open(UTC, nothing);
  expect(all.host.textContent).toContain("Nothing ran in this time");
  expect(all.host.textContent).toContain("Spent$0");
  expect(all.host.textContent).toContain("Error rate—");
  const narrowed = await open(`${UTC}&model=acme/x`, nothing);
  expect(narrowed.host.textContent).toContain("Nothing of this time matches");
  await narrowed.press("Clear the filters");
  expect(last(narrowed.addresses)).not.toHaveProperty("model");
});

test("what is refused for being too long is said, with a way out", async () => {
  const error = { code: "invalid_request", by: "patchbay", message: "Too long for this.", remedy: "edit" };
  const { host, press, addresses } = await open(`${UTC}&span=365d&bucket=hour`, () =>
    Response.json({ error }, { status: 400 }),
  );
  expect(host.querySelector("[role=alert]")?.textContent).toContain("Too long for this.");
  await press("Last 30 days");
  await until(() => expect(last(addresses)).toEqual({ timeZone: "UTC" }));
});

test("a saved view is open when it is what is shown, and takes what is shown when told to", async () => {
  const { host, named, sent } = await open("?groupBy=key");
  await until(() => expect(named("By key", "a")).toBeDefined());
  const menu = [...host.querySelectorAll("[role=menu]")].find(
    (one) => one.getAttribute("aria-label") === "Change “By key”",
  );
  await act(async () => void menu?.dispatchEvent(new Event("beforetoggle")));
  await act(async () => named("Update to what is shown")?.click());
  await until(() => expect(sent).toHaveLength(1));
  const [{ spendViews }] = sent as [{ spendViews: { name: string; query: string }[] }];
  expect(spendViews).toEqual([{ name: "By key", query: expect.stringMatching(/^timeZone=.+&groupBy=key$/) }]);
});

describe("where the ledger knows of another account", () => {
  const days = { first: new Date("2026-01-05T00:00Z"), last: new Date("2026-06-04T12:00Z") };
  const accounts = encode(AccountList, {
    accounts: [
      { id: "5eed", host: "openrouter.ai", keyEnd: "3f9a", isCurrent: true, first: null, last: null },
      { id: "sandbox", host: null, keyEnd: null, isCurrent: false, ...days },
    ],
  });
  const among = (shown: Overview) => (path: string) =>
    Response.json(path === "/api/accounts" ? accounts : encode(Overview, shown));

  test("where nothing ran, its last days are offered", async () => {
    const { host, addresses, named } = await open(UTC, among(overview()));
    const way = () =>
      [...host.querySelectorAll("button")].find((one) => /^Look at Sandbox/.test(one.textContent));
    await until(() => expect(way()).toBeDefined());
    await act(async () => way()?.click());
    await until(() =>
      expect(last(addresses)).toEqual({
        ...{ timeZone: "UTC", account: "sandbox" },
        ...{ from: "2026-05-06", to: "2026-06-04" },
      }),
    );
    await until(() => expect(named("Another account", "aside")).toBeDefined());
  });

  test("it is looked at by the address, said so, and led to by every figure", async () => {
    const { host, asked, addresses, named, press } = await open(`${UTC}&account=sandbox`, among(SEEN));
    await until(() => expect(named("Another account", "aside")).toBeDefined());
    expect(named("Another account", "aside")?.textContent).toContain(
      "of Sandbox, which is not the account in use",
    );
    expect(
      asked.filter((path) => path.includes("/overview?")).every((path) => path.includes("account=sandbox")),
    ).toBe(true);
    const links = [...host.querySelectorAll<HTMLAnchorElement>('a[href^="/generations"]')];
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter(({ search }) => !search.includes("account=sandbox"))).toEqual([]);
    // What is to come is foreseen of the account in use.
    expect(asked.some((path) => path.includes("/outlook?"))).toBe(false);
    expect(named("Reconciliation", "a")).toBeUndefined();
    await press("Back to the current account");
    await until(() => expect(last(addresses)).toEqual({ timeZone: "UTC" }));
    await until(() => expect(asked.some((path) => path.includes("/outlook?"))).toBe(true));
  });
});

test("nothing is saved of an answer that is not the one asked for last", async () => {
  let answers = 0;
  const { host, named, press, asked } = await open(UTC, (path) => {
    if (!path.includes("/overview?")) return Response.json({ error: UNAVAILABLE }, { status: 503 });
    answers += 1;
    return answers === 1
      ? Response.json(encode(Overview, SEEN))
      : new Response(new ReadableStream({ start() {} }), { status: 200 });
  });
  const menu = () => named("Export");
  expect(menu()?.closest("[inert]")).toBeNull();
  await press("acme/a");
  expect(asked.at(-1)).toContain("model=");
  expect(menu()?.closest("[inert]")).not.toBeNull();
  expect(host.querySelector("[aria-busy=true] [aria-label=Totals]")).not.toBeNull();
});
