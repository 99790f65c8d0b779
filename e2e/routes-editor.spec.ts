import { expect } from "./fixtures";
import { complete, createKey, says, test } from "./gateway";
import {
  addHop,
  chain,
  FIRST,
  hop,
  makeRoute,
  modelsIn,
  nameOf,
  pick,
  publish,
  SECOND,
  save,
  send,
  settings,
  THIRD,
} from "./route-editor";

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
