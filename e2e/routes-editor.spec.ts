import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";
import { complete, createKey, says, test } from "./gateway";
import { activeOption, chosenModel, openPicker, optionOf, search } from "./picker";
import { answerOf, composer, openChat, unique } from "./playground";

const [FIRST, SECOND, THIRD] = ["cohere/command-a", "inception/mercury-2", "openai/gpt-4.1"] as const;

/** A name that no other test uses. */
const nameOf = (about: string) =>
  unique(about)
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");

const send = (url: string, path: string, body: object, method = "POST"): Promise<Response> =>
  fetch(`${url}/api/routes${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

/** A route over a chain, made without a browser. */
async function makeRoute(url: string, models: readonly string[], more: object = {}): Promise<string> {
  const name = nameOf("made");
  const spec = { arms: [{ name: "main", share: 100, models }], ...more };
  expect((await send(url, "", { name, spec })).status).toBe(201);
  return name;
}

/** Publishes the first draft of a route, without a browser. */
async function release(url: string, name: string): Promise<void> {
  expect((await send(url, `/${name}/versions`, { revision: 1, note: "First" })).status).toBe(201);
}

const chain = (page: Page): Locator =>
  page.getByRole("list", { name: "Models in the order in which they are asked" });
const settings = (page: Page): Locator => page.getByRole("region", { name: "Settings", exact: true });
const modelsIn = (page: Page): Promise<string[]> =>
  chain(page)
    .getByRole("button", { name: /^Replace / })
    .evaluateAll((all) => all.map((button) => (button.ariaLabel ?? "").replace("Replace ", "")));
const hop = (page: Page, model: string): Locator =>
  chain(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: `Replace ${model}`, exact: true }) });

/** From the focused button to a model, without a pointer. */
async function pick(page: Page, model: string): Promise<void> {
  await page.keyboard.press("Enter");
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(model);
  await expect(picker.getByRole("option").first()).toContainText(model);
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
}

async function addHop(page: Page, model: string): Promise<void> {
  await page.getByRole("button", { name: "Add a hop" }).focus();
  await pick(page, model);
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("Not saved", { exact: true })).toBeHidden();
}

/** Publishes what is seen, with a reason. */
async function publish(page: Page, version: number, note: string): Promise<void> {
  await page.getByRole("button", { name: "Publish…" }).click();
  const dialog = page.getByRole("dialog", { name: `Publish version ${version}` });
  await dialog.getByRole("textbox", { name: "Note" }).fill(note);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`v${version} published`, { exact: true })).toBeVisible();
}

test("a route is made, put in order by keyboard, published, asked for by a program, and taken back", async ({
  page,
  patchbay,
  tap,
}) => {
  const name = nameOf("support");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Routes" }).click();
  await page.getByRole("button", { name: "New route" }).click();
  const making = page.getByRole("dialog", { name: "New route" });
  await expect(making.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("two words");
  await page.keyboard.press("Enter");
  await expect(making.getByRole("alert").first()).toContainText("Small letters");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(name);
  await making.getByRole("button", { name: /^(Choose a model|First model: )/ }).focus();
  await pick(page, FIRST);
  await making.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/routes/${name}$`));
  await expect(page.getByText("Not published")).toBeVisible();

  for (const model of [SECOND, THIRD]) await addHop(page, model);
  await addHop(page, SECOND);
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(`${SECOND} is in the chain already.`);
  const up = page.getByRole("button", { name: `Move ${THIRD} up` });
  await up.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText(`${THIRD} is now 2 of 3`)).toBeAttached();
  await expect(up).toBeFocused();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, THIRD, SECOND]);
  await hop(page, THIRD)
    .getByText(/^Variants/)
    .click();
  await hop(page, THIRD).getByRole("switch", { name: ":floor" }).click();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, `${THIRD}:floor`, SECOND]);
  await expect(page.getByText("Not saved", { exact: true })).toBeVisible();
  await save(page);
  await publish(page, 1, "First try");

  const { key } = await createKey(patchbay);
  const ask = async () => {
    const body = { model: `route/${name}`, messages: says("What is 6 * 7?") };
    const response = await complete(patchbay, key, body);
    await response.text();
    return {
      route: response.headers.get("x-patchbay-route"),
      sent: JSON.parse(tap.completions.at(-1)?.body ?? ""),
    };
  };
  const first = { model: FIRST, models: [`${THIRD}:floor`, SECOND] };
  expect(await ask()).toMatchObject({ route: `${name}@1; arm=main`, sent: first });

  // What is taken out comes back with a word, and is then taken out for good.
  const remove = page.getByRole("button", { name: `Remove ${SECOND}` });
  await remove.click();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, `${THIRD}:floor`]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, `${THIRD}:floor`, SECOND]);
  await remove.click();
  // Publishing saves first.
  await publish(page, 2, "Shorter");
  expect(await ask()).toMatchObject({ route: `${name}@2; arm=main`, sent: { models: [`${THIRD}:floor`] } });

  await page.getByRole("tab", { name: "Versions" }).click();
  const versions = page.getByRole("list", { name: "Versions" });
  await versions.getByText("Version 2", { exact: true }).click();
  await expect(versions.getByRole("region", { name: "From version 1 to version 2" })).toContainText(
    `${SECOND} was taken out.`,
  );
  await versions.getByText("Version 1", { exact: true }).click();
  await versions.getByRole("button", { name: "Go back to version 1" }).click();
  const back = page.getByRole("dialog", { name: "Go back to version 1" });
  await back.getByRole("button", { name: "Go back", exact: true }).click();
  await expect(page.getByText("v3 published", { exact: true })).toBeVisible();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, `${THIRD}:floor`, SECOND]);
  expect(await ask()).toMatchObject({ route: `${name}@3; arm=main`, sent: first });

  // The list knows it, and so does whoever asks for it by another name.
  await page.getByRole("tab", { name: "Names and use" }).click();
  await page.getByRole("textbox", { name: "New alias" }).fill(`${name}-too`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`route/${name}-too`, { exact: true })).toBeVisible();
  await expect(page.getByRole("list", { name: "Who asks" })).toContainText("a program");
  await page.goto(`/routes?q=${name}-too`);
  const row = page.getByRole("table", { name: "Routes" }).getByRole("row", { name: new RegExp(name) });
  await expect(row).toContainText("v3");
  await expect(row).toContainText(`${FIRST} → ${THIRD}:floor → ${SECOND}`);
});

test("what a program sends becomes a route, and the linter says what will fail in it", async ({ page }) => {
  const name = nameOf("pasted");
  await page.goto("/routes");
  await page.getByRole("button", { name: "New route" }).click();
  const making = page.getByRole("dialog", { name: "New route" });
  await making.getByRole("textbox", { name: "Name" }).fill(name);
  await making.getByText("What a program sends", { exact: true }).click();
  await making.getByRole("textbox", { name: "Body of a request, as JSON" }).fill(
    JSON.stringify({
      ...{ model: FIRST, models: [SECOND], temperature: 0.2, stream: true, provider: { only: ["groq"] } },
      messages: [{ role: "system", content: "Be brief." }, ...says("Hello")],
    }),
  );
  await expect(making).toContainText(`Chain: ${FIRST} → ${SECOND}`);
  await expect(making.getByRole("listitem").filter({ hasText: "stream" })).toBeVisible();
  await making.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, SECOND]);

  const about = page.getByRole("list", { name: `About ${FIRST}` });
  await expect(about).toContainText(`The preferences leave ${FIRST} none of`);
  await page.getByRole("button", { name: "Publish…" }).click();
  const publishing = page.getByRole("dialog", { name: "Publish version 1" });
  await expect(publishing).toContainText("Requests will fail as it is");
  await publishing.getByRole("button", { name: "Cancel" }).click();
  await settings(page).getByRole("button", { name: "Remove groq" }).click();
  await expect(about.getByText("The preferences leave")).toHaveCount(0);

  // What is locked is said where it is sent.
  await settings(page).getByRole("tab", { name: "Parameters" }).click();
  await expect(settings(page).getByRole("textbox", { name: "System prompt" })).toHaveValue("Be brief.");
  const lock = settings(page).getByRole("switch", { name: "Callers may override Temperature" });
  await expect(lock).toBeChecked();
  await lock.click();
  await expect(lock).not.toBeChecked();
  const request = page.getByRole("tabpanel", { name: "Request" });
  await expect(request).toContainText('"temperature": 0.2');
  await expect(request).toContainText("but for temperature");

  await settings(page).getByRole("textbox", { name: "Temperature" }).fill("1.5");
  // The field is still being written in, and what stands in it is saved.
  await save(page);
  await expect(request).toContainText('"temperature": 1.5');
});

test("a split keeps its shares at a hundred, says when they are not, and foretells each arm", async ({
  page,
  patchbay,
}) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
  await page.goto(`/routes/${name}`);
  await page.getByRole("button", { name: "Split", exact: true }).click();
  const share = (arm: string) => page.getByRole("textbox", { name: `Share of ${arm} in percent` });
  await expect(share("trial")).toHaveValue("10");
  await share("trial").fill("25");
  await expect(share("main")).toHaveValue("75");
  const named = page.getByRole("textbox", { name: "Name of the arm trial" });
  await named.fill("main");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("alert")).toHaveText("Another arm has this name");
  await named.fill("cheap");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /^cheap · 25 %/ })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: `Remove ${FIRST}` }).click();
  await expect.poll(() => modelsIn(page)).toEqual([SECOND]);
  await page.getByRole("tab", { name: /^main · 75 %/ }).click();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, SECOND]);
  await save(page);

  await page.getByRole("button", { name: "Add an arm" }).click();
  await share("trial").fill("50");
  await expect(page.getByText(/^Together 140 %/)).toBeVisible();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("The shares make 140 %, not 100 %.")).toBeVisible();
  await page.getByRole("button", { name: "Even out" }).click();
  await expect(share("main")).toHaveValue("34");
  await save(page);
  await page.reload();
  await expect(share("cheap")).toHaveValue("33");

  await page.getByRole("tab", { name: "Forecast" }).click();
  await page.getByRole("tab", { name: /^main/ }).click();
  const byHop = page.getByRole("table", { name: "Forecast by hop" });
  await expect(byHop.getByRole("row", { name: new RegExp(FIRST) })).toBeVisible();
  await expect(page.getByRole("figure", { name: "Where requests end, in percent" })).toBeVisible();
  await page.getByRole("button", { name: FIRST, exact: true }).click();
  const down = byHop.getByRole("row", { name: new RegExp(FIRST) }).getByRole("cell");
  await expect(down.nth(1)).toHaveText("0 %");
  await expect(page.getByRole("table", { name: "Forecast by arm" }).getByRole("row")).toHaveCount(4);
});

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

test("every move by keyboard is announced, and the focus goes along", async ({ page, patchbay }) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND, THIRD]);
  await page.goto(`/routes/${name}`);
  const status = (text: string) => page.getByRole("status").filter({ hasText: text });
  const down = page.getByRole("button", { name: `Move ${FIRST} down` });
  await down.focus();
  for (const place of [2, 3]) {
    await page.keyboard.press("Alt+ArrowDown");
    await expect(status(`${FIRST} is now ${place} of 3`)).toBeAttached();
    await expect(down).toBeFocused();
  }
  await expect.poll(() => modelsIn(page)).toEqual([SECOND, THIRD, FIRST]);
  // At the end there is no further to go, and the focus stays all the same.
  await expect(down).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Enter");
  await expect(down).toBeFocused();
  await expect.poll(() => modelsIn(page)).toEqual([SECOND, THIRD, FIRST]);

  const up = page.getByRole("button", { name: `Move ${FIRST} up` });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(status(`${FIRST} is now 2 of 3`)).toBeAttached();
  await expect(up).toBeFocused();
  await expect.poll(() => modelsIn(page)).toEqual([SECOND, FIRST, THIRD]);
  await page.getByRole("button", { name: `Remove ${THIRD}` }).focus();
  await page.keyboard.press("Enter");
  await expect(status(`${THIRD} removed`)).toBeAttached();
  await expect(chain(page)).toBeFocused();
});

test("who archives a route is told who still asks for it, by all of its names", async ({
  page,
  patchbay,
}) => {
  const { url } = patchbay;
  const name = await makeRoute(url, [FIRST]);
  await release(url, name);
  // Left by an earlier try.
  await fetch(`${url}/api/routes/aliases/fast`, { method: "DELETE" });
  await page.goto(`/routes/${name}?view=names`);
  const suggested = page.getByRole("button", { name: "Add the alias fast" });
  await suggested.click();
  await expect(page.getByText("route/fast", { exact: true })).toBeVisible();
  await expect(suggested).toBeHidden();
  await expect(page.getByRole("button", { name: "Add alias" })).toBeFocused();

  const archive = async () => {
    await page.getByRole("button", { name: "Route actions" }).click();
    await page.getByRole("menuitem", { name: "Archive…" }).click();
    return page.getByRole("dialog", { name: `Archive ${name}?` });
  };
  let asking = await archive();
  await expect(asking.getByText("Nobody has asked for it since")).toBeVisible();
  await expect(asking).toContainText(`route/${name} or route/fast`);
  await asking.getByRole("button", { name: "Cancel" }).click();

  const { key } = await createKey(patchbay);
  const ask = () => complete(patchbay, key, { model: "route/fast", messages: says("What is 6 * 7?") });
  await (await ask()).text();
  await page.reload();
  asking = await archive();
  const users = asking.getByRole("list", { name: "Who asks" }).getByRole("listitem");
  await expect(users).toHaveCount(1);
  await expect(users).toContainText("a program");
  await expect(users).toContainText("1 request");
  await asking.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(asking).toBeHidden();
  const turned = await ask();
  expect(turned.status).toBe(404);
  expect(await turned.text()).toContain(`The route ${name} is archived.`);
  expect((await fetch(`${url}/api/routes/aliases/fast`, { method: "DELETE" })).ok).toBe(true);
});

test("a try of what is published says which arm was drawn, and lights up its hops", async ({
  page,
  patchbay,
}) => {
  const name = await makeRoute(patchbay.url, [], {
    arms: [
      { name: "main", share: 0, models: [FIRST] },
      { name: "trial", share: 100, models: [SECOND, THIRD] },
    ],
  });
  await release(patchbay.url, name);
  await page.goto(`/routes/${name}?view=try`);
  await expect(page.getByRole("tab", { name: /^main · 0 %/ })).toHaveAttribute("aria-selected", "true");
  await page.getByRole("group", { name: "Ask", exact: true }).getByText("Version 1", { exact: true }).click();
  await page.getByRole("textbox", { name: "Message" }).fill("What is 6 * 7?");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Version 1 was asked, and its arm trial drawn.")).toBeVisible();
  await expect(page.getByRole("tab", { name: /^trial · 100 %/ })).toHaveAttribute("aria-selected", "true");
  await expect(answerOf(page, SECOND)).toContainText("42");
  await expect(hop(page, SECOND).getByText("answered", { exact: true })).toBeVisible();

  // Where the draft has no such arm any more, nothing is shown of another.
  await page.getByRole("textbox", { name: "Name of the arm trial" }).fill("other");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /^other · 100 %/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("This draft has no such arm")).toBeVisible();
});

test("a route is found in the picker, told of, and asked, with the keyboard alone", async ({
  page,
  patchbay,
  tap,
}) => {
  const draft = await makeRoute(patchbay.url, [THIRD]);
  const name = await makeRoute(patchbay.url, [FIRST, SECOND], { parameters: { temperature: 0.25 } });
  await release(patchbay.url, name);
  const alias = `${name}-too`;
  expect((await send(patchbay.url, `/aliases/${alias}`, { route: name }, "PUT")).status).toBe(200);

  await openChat(page, THIRD);
  await expect(composer(page)).toBeFocused();
  let picker = await openPicker(page);
  const find = async (text: string) => {
    await expect(search(picker)).toBeFocused();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  // What nobody has published answers nobody.
  await find(draft);
  await expect(picker.getByText("No model fits")).toBeVisible();
  await find(name);
  await expect(await activeOption(picker)).toContainText(`route/${name}`);
  await expect(await activeOption(picker)).toContainText(`${FIRST} → ${SECOND}`);
  await expect(optionOf(picker, `route/${alias}`)).toContainText(`→ ${name}`);
  const card = picker.getByRole("complementary", { name: "Route details" });
  await expect(card).toContainText(/Published\s*Version 1/);
  await expect(card).toContainText("temperature");
  await expect(card.getByRole("region", { name: "Chain" }).getByRole("listitem")).toContainText([
    FIRST,
    SECOND,
  ]);
  await expect(card.getByRole("link", { name: "Edit route" })).toHaveAttribute("href", `/routes/${name}`);
  await page.keyboard.press("ArrowDown");
  await expect(await activeOption(picker)).toContainText(`route/${alias}`);
  await expect(card).toContainText(`Another name for route/${name}`);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
  await chosenModel(page, `route/${name}`);

  await expect(composer(page)).toBeFocused();
  await page.keyboard.type("What is 6 * 7?");
  await page.keyboard.press("Enter");
  await expect(answerOf(page, FIRST)).toContainText("42");
  expect(JSON.parse(tap.completions.at(-1)?.body ?? "")).toMatchObject({
    ...{ model: FIRST, models: [SECOND], temperature: 0.25 },
  });

  // One version of it, whatever is published later.
  picker = await openPicker(page);
  await expect(await activeOption(picker)).toHaveAttribute("aria-selected", "true");
  await find(`route/${name}@1`);
  await expect(card.getByRole("switch", { name: "Stay with version 1" })).toBeChecked();
  await page.keyboard.press("Enter");
  await chosenModel(page, `route/${name}@1`);

  // A route leads to models only.
  await page.goto(`/routes/${name}`);
  await page.getByRole("button", { name: "Add a hop" }).focus();
  await page.keyboard.press("Enter");
  await find(`route/${name}`);
  await expect(picker.getByText("No model fits")).toBeVisible();
});

test("the chain of a pane becomes a route", async ({ page }) => {
  await openChat(page, FIRST);
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const pane = page.getByRole("dialog", { name: /^Settings of/ });
  await pane.getByRole("tab", { name: "Routing" }).click();
  await pane.getByRole("button", { name: "Add a fallback" }).focus();
  await pick(page, SECOND);
  await pane.getByRole("button", { name: "Save as route" }).click();
  const naming = page.getByRole("dialog", { name: "New route" });
  await expect(naming).toContainText(`${FIRST} → ${SECOND}`);
  const name = nameOf("kept");
  await naming.getByRole("textbox", { name: "Name" }).fill(name);
  await page.keyboard.press("Enter");
  await expect(naming).toBeHidden();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect.poll(() => modelsIn(page)).toEqual([FIRST, SECOND]);
});

test.describe("what the server refuses", () => {
  // The browser's own word on a 409.
  test.use({ expectedErrors: /status of 409/ });

  test("of two who edit a draft the second is asked whose stays, and a name is taken once", async ({
    page,
    patchbay,
  }) => {
    const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
    await page.goto(`/routes/${name}`);
    await page.getByRole("button", { name: `Move ${SECOND} up` }).click();
    const theirs = { arms: [{ name: "main", share: 100, models: [THIRD] }] };
    expect((await send(patchbay.url, `/${name}/draft`, { spec: theirs, revision: 1 }, "PUT")).status).toBe(
      200,
    );
    await page.keyboard.press("ControlOrMeta+s");
    await expect(page.getByText("Somebody else saved this draft")).toBeVisible();
    await expect.poll(() => modelsIn(page)).toEqual([SECOND, FIRST]);
    await page.getByRole("button", { name: "Save mine over it" }).click();
    await expect(page.getByText("Somebody else saved this draft")).toBeHidden();
    await page.reload();
    await expect.poll(() => modelsIn(page)).toEqual([SECOND, FIRST]);

    await page.goto("/routes");
    await page.getByRole("button", { name: "New route" }).click();
    const making = page.getByRole("dialog", { name: "New route" });
    await making.getByRole("textbox", { name: "Name" }).fill(name);
    await making.getByRole("button", { name: /^(Choose a model|First model: )/ }).focus();
    await pick(page, FIRST);
    await making.getByRole("button", { name: "Create" }).click();
    await expect(making.getByRole("alert")).toContainText(`The name ${name} is taken.`);
  });
});
