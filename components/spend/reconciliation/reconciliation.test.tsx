import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parseUsd as usd, ZERO } from "@/lib/core/money";
import type { Line, Reconciled } from "@/lib/spend/reconciliation-api";
import { Compared } from "./reconciliation-compared";

const ID = "01900000-0000-7000-8000-000000000000";
const LINE: Line = {
  ...{
    day: "2026-11-18",
    model: "acme/one",
    verdict: "matched",
    difference: ZERO,
    reasons: [],
    suspects: [],
  },
  ours: { cost: usd("0.19"), generations: 19, unknown: 0 },
  theirs: { cost: usd("0.19"), requests: 19, byok: ZERO },
  looked: true,
};
const EXTRA: Line = {
  ...LINE,
  ...{ model: "acme/two", verdict: "differs", difference: usd("-0.0732"), reasons: ["one_generation"] },
  suspects: [
    {
      ...{ id: ID, startedAt: new Date("2026-11-18T12:00:00Z"), cost: usd("0.0732") },
      ...{ costState: "reported", state: "finished", explains: true },
    },
  ],
};
const FOUND: Reconciled = {
  ...{ state: "compared", from: "2026-10-21", to: "2026-11-19", at: new Date(0), scope: "key" },
  ...{ ours: usd("0.4532"), theirs: usd("0.38"), difference: usd("-0.0732"), unreadable: 0 },
  tolerance: { line: usd("0.000001"), total: usd("0.000002") },
  lines: [EXTRA, LINE],
};

function draw(found: Partial<Reconciled> = {}, lines?: readonly Line[], differencesOnly = false) {
  const reconciled = { ...FOUND, ...found };
  const html = renderToStaticMarkup(
    <Compared
      reconciled={reconciled}
      lines={lines ?? reconciled.lines}
      differencesOnly={differencesOnly}
      onShowAll={() => {}}
    />,
  );
  return { html, text: html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ") };
}

test("the total stands on top with what rounding may make, and whether it agrees", () => {
  const { text } = draw();
  expect(text).toMatch(/OpenRouter charged \$0\.38 .*Patchbay booked \$0\.45 .*Difference −\$0\.07 differs/);
  expect(text).toContain("rounding may make up to $0.000002");
  expect(text).toContain("1 matched · 1 differs");
  expect(draw({ difference: usd("0.000002") }).text).toContain("agrees");
});

test("a difference comes with its reasons, and with ours by name", () => {
  const { html, text } = draw();
  expect(html).toContain(`href="/generations/${ID}"`);
  expect(text).toMatch(/12:00:00 .*explains it .*not confirmed/);
  expect(text).toContain("One generation of ours costs just as much");
  // The line that matches has none.
  expect(text.match(/All of ours of this day and model/g)).toHaveLength(1);
});

test("that nothing explains it is said only of what was looked into", () => {
  const line: Line = { ...EXTRA, reasons: [], suspects: [] };
  const of = (changes: Partial<Line>) => draw({}, [{ ...line, ...changes }]).text;
  expect(of({})).toContain("Nothing on record explains it.");
  const passedOver = of({ looked: false });
  expect(passedOver).not.toContain("Nothing on record");
  expect(passedOver).toContain("Ours of this line were not looked into");
});

test("one side alone leaves the other unknown, and no cost is made up", () => {
  const { text } = draw({ lines: [{ ...LINE, verdict: "only_there", ours: null, difference: usd("0.19") }] });
  expect(text).toMatch(/Only at OpenRouter .*19 requests \$0\.19 — \+ \$0\.19/);
  const unknown = { ...LINE, verdict: "only_here" as const, theirs: null };
  const { text: unpaid } = draw({
    lines: [{ ...unknown, ours: { cost: ZERO, generations: 2, unknown: 2 }, reasons: ["unknown_cost"] }],
  });
  expect(unpaid).toMatch(/2 generations, 2 unknown —/);
});

test("nothing to show is told apart: nothing differs, or nothing is there", () => {
  expect(draw({ lines: [LINE] }, [], true).text).toContain("Both sides agree");
  expect(draw({ lines: [] }, []).text).toContain("Nothing to compare yet");
  expect(draw({ lines: [] }, [], true).text).toContain("Nothing to compare yet");
  expect(draw({ scope: "account", unreadable: 2 }).text).toMatch(/whole account.*2 rows of OpenRouter/);
});
