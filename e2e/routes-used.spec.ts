import { expect } from "./fixtures";
import { complete, createKey, says, test } from "./gateway";
import { activeOption, chosenModel, openPicker, optionOf, search } from "./picker";
import { answerOf, composer, openChat } from "./playground";
import { FIRST, hop, makeRoute, modelsIn, nameOf, pick, release, SECOND, send, THIRD } from "./route-editor";

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

test("on a tablet the settings leave the chain its room, and no figure of its use is cut", async ({
  page,
  patchbay,
}) => {
  const name = await makeRoute(patchbay.url, [FIRST, SECOND]);
  await release(patchbay.url, name);
  const { key } = await createKey(patchbay);
  await (await complete(patchbay, key, { model: `route/${name}`, messages: says("What is 6 * 7?") })).text();
  const table = page.getByRole("table", { name: "Use by version and arm" });
  const isWhole = () =>
    table.evaluate((element) =>
      [element.parentElement ?? element, ...element.querySelectorAll("th, td")].every(
        ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth,
      ),
    );

  await page.setViewportSize({ width: 1024, height: 800 });
  await page.goto(`/routes/${name}?view=names`);
  await expect(table.getByRole("columnheader", { name: "Votes won" })).toBeVisible();
  expect(await isWhole()).toBe(true);
  expect((await page.getByRole("region", { name: "Patch" }).boundingBox())?.width).toBeGreaterThan(600);

  // Beside the settings there is less room on a wider screen.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(table.getByRole("columnheader", { name: "Votes won" })).toBeHidden();
  expect(await isWhole()).toBe(true);
  await table.getByRole("button", { name: "More about main of version 1" }).click();
  await expect(table.getByRole("definition").filter({ hasText: "$" }).first()).toBeVisible();
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
