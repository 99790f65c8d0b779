import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { test } from "./gateway";
import { answerOf } from "./playground";
import { FIRST, hop, makeRoute, release, SECOND, THIRD } from "./route-editor";

test("hops are broken in a simulation and tried for real, and the cable says who took over", async ({
  page,
  patchbay,
  sandbox,
  tap,
}) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
  await page.goto(`/routes/${name}?view=break`);
  await page.getByRole("combobox", { name: `Fault of hop 1, ${FIRST}` }).selectOption("outage");
  await page.getByRole("button", { name: "Break it" }).click();
  const happened = page.getByRole("region", { name: "What happened" });
  await expect(happened).toContainText(`Hop 2, ${SECOND}`);
  await expect(happened).toContainText("The caller sees an answer");
  await expect(hop(page, FIRST)).toContainText(/failed: 502 failed \(.+, [\d.]+ m?s\)/);
  await expect(hop(page, SECOND).getByText("answered", { exact: true })).toBeVisible();
  expect(tap.completions.some(({ body }) => body.includes("Say hello in one sentence."))).toBe(false);

  await page.getByRole("button", { name: "Try every fault at every hop" }).click();
  const faults = page.getByRole("table", { name: "Faults" });
  await expect(faults.getByRole("row", { name: /^502, provider down at every hop/ })).toContainText(
    "a failure",
  );
  await expect(page.getByText(/^\d+ of 16 end in an answer/)).toBeVisible();
  await faults.getByRole("button", { name: "Show 502, provider down at every hop" }).click();
  await expect(hop(page, SECOND)).toContainText("failed: 502");

  await sandbox.setFault(FIRST, "status", { code: "429" }, 1);
  await page.getByRole("tab", { name: "Try it" }).click();
  await page.getByRole("textbox", { name: "Message" }).fill("What is 6 * 7?");
  await page.keyboard.press("Enter");
  await expect(answerOf(page, FIRST)).toContainText("42");
  await expect(hop(page, FIRST)).toContainText("failed: 429 rate limited");
  await expect(hop(page, SECOND).getByText("answered", { exact: true })).toBeVisible();
  // How long each took is known once the bill is.
  await expect(hop(page, FIRST)).toContainText(/429 rate limited \(.+, [\d.]+ m?s\)/);
});

type Run = {
  hops: { model: string; attempts: { provider: string | null; status: number | null }[] }[];
  caller: { state: "answered" | "cut" | "failed"; model: string | null };
  cost: string | null;
};
const SEEN = { answered: "an answer", cut: "half an answer", failed: "a failure" } as const;

/** What a press of a button had simulated, as it was answered. */
async function simulated(page: Page, press: () => Promise<void>): Promise<Run[]> {
  let answered = "";
  // Read on its way: of what streams into a page the browser keeps no copy.
  await page.route("**/break", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const response = await route.fetch();
    answered = await response.text();
    await route.fulfill({ response, body: answered });
  });
  await press();
  await expect.poll(() => answered).not.toBe("");
  await page.unroute("**/break");
  const lines = answered.trim().split("\n");
  const last = JSON.parse(lines.at(-1) ?? "");
  return (last.report ?? last).runs;
}

/** A cost on the screen is what the stand-in charged, to the last digit. */
const showsCost = async (place: Locator, cost: string | null) =>
  cost === null
    ? expect(place.locator("data")).toHaveCount(0)
    : expect(place.locator("data")).toHaveAttribute("value", cost);

test("each fault at each of three hops is shown as it was simulated, to the cost", async ({
  page,
  patchbay,
}) => {
  const models = [FIRST, SECOND, THIRD];
  const name = await makeRoute(patchbay.url, models);
  await page.goto(`/routes/${name}?view=break`);
  const happened = page.getByRole("region", { name: "What happened" });
  const down: string[] = [];
  for (const [at, model] of models.entries()) {
    const fault = page.getByRole("combobox", { name: `Fault of hop ${at + 1}, ${model}` });
    const choices = await fault.getByRole("option").evaluateAll((all) =>
      all.map((option) => ({
        value: (option as HTMLOptionElement).value,
        label: option.textContent ?? "",
      })),
    );
    for (const { value, label } of choices.filter((choice) => choice.value !== "")) {
      await fault.selectOption(value);
      const [run] = await simulated(page, () => page.getByRole("button", { name: "Break it" }).click());
      if (!run) throw new Error("nothing was simulated");
      await expect(happened.getByRole("heading")).toHaveText(
        at === models.length - 1 && value === "outage"
          ? `${label} at every hop`
          : [...down, `${label} at hop ${at + 1}`].join("; "),
      );
      await expect(happened.getByRole("listitem")).toContainText(
        run.hops.flatMap(({ model: asked, attempts }, hopAt) =>
          attempts.map(
            ({ provider, status }) =>
              `Hop ${hopAt + 1}, ${asked}${provider ? ` at ${provider}` : ""}: ${status === 200 ? "begins to answer" : (status ?? "no answer")}`,
          ),
        ),
      );
      await expect(happened).toContainText(`The caller sees ${SEEN[run.caller.state]}`);
      await showsCost(happened, run.cost);
      const next = models[at + 1];
      // Nobody is asked after half an answer; else the next hop takes over, as long as there is one.
      if (value === "cut") {
        expect(run.caller).toMatchObject({ state: "cut", model: expect.stringContaining(model) });
      } else if (next === undefined) {
        expect(run.caller).toMatchObject({ state: "failed", model: null });
      } else {
        expect(run.caller).toMatchObject({ state: "answered", model: expect.stringContaining(next) });
        await expect(hop(page, next).getByText("answered", { exact: true })).toBeVisible();
      }
    }
    // What comes after it is reached only when it is down.
    await fault.selectOption("outage");
    down.push(`502, provider down at hop ${at + 1}`);
  }

  const runs = await simulated(page, () =>
    page.getByRole("button", { name: "Try every fault at every hop" }).click(),
  );
  expect(runs).toHaveLength(21);
  const rows = page.getByRole("table", { name: "Faults" }).getByRole("row");
  await expect(rows).toHaveCount(22);
  for (const [at, { caller, cost }] of runs.entries()) {
    const row = rows.nth(at + 1);
    await expect(row).toContainText(SEEN[caller.state]);
    await expect(row).toContainText(caller.model ?? "—");
    await showsCost(row, cost);
  }
});

test("breaking everything is stopped on the way, and is kept with a version when it is done", async ({
  page,
  patchbay,
}) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
  await release(patchbay.url, name);
  await page.goto(`/routes/${name}?view=versions`);
  const open = () =>
    page.getByRole("list", { name: "Versions" }).getByText("Version 1", { exact: true }).click();
  await open();
  const broken = page.getByRole("region", { name: "Version 1, broken on purpose" });
  await expect(broken).toContainText("It has not been broken yet.");
  const all = broken.getByRole("button", { name: "Try every fault at every hop of main" });
  // An answer that never comes.
  await page.route("**/break", () => {});
  await all.click();
  await expect(broken.getByRole("progressbar", { name: "Faults tried" })).toBeVisible();
  await broken.getByRole("button", { name: "Stop" }).click();
  await expect(broken.getByRole("status")).toContainText("Nothing is kept.");
  await expect(all).toBeFocused();
  await page.unroute("**/break");
  await all.click();
  const faults = broken.getByRole("table", { name: "Faults of main of version 1" });
  await expect(faults.getByRole("row")).toHaveCount(17);
  await page.reload();
  await open();
  await expect(faults.getByRole("row")).toHaveCount(17);
  await expect(broken).toContainText(/Version 1, .* by /);
  await faults.getByRole("button", { name: "Show 502, provider down at every hop" }).click();
  await expect(broken.getByRole("region", { name: "What happened" })).toContainText(
    "The caller sees a failure",
  );
});

test("how a version was broken comes late, and moves nothing from under the pointer", async ({
  page,
  patchbay,
}) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
  await release(patchbay.url, name);
  await release(patchbay.url, name);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/break?version=2", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/routes/${name}?view=versions`);
  const versions = page.getByRole("list", { name: "Versions" });
  await versions.getByText("Version 2", { exact: true }).click();
  const broken = page.getByRole("region", { name: "Version 2, broken on purpose" });
  await expect(broken.getByRole("button", { name: /Try every fault/ })).toBeVisible();
  const below = versions.getByText("Version 1", { exact: true });
  const before = await below.boundingBox();
  answer();
  await expect(broken.getByText("It has not been broken yet.")).toBeVisible();
  expect(await below.boundingBox()).toEqual(before);
});
