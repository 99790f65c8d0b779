import { expect, type Locator, type Page } from "@playwright/test";

/** Opens the picker with the keys that a person would use, and waits until it can be worked. */
export async function openPicker(page: Page): Promise<Locator> {
  await expect(page.getByRole("button", { name: "Model", exact: true })).not.toHaveAccessibleDescription(
    /Loading/,
  );
  await page.keyboard.press("ControlOrMeta+m");
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("option").first()).toBeVisible();
  return picker;
}

/** In the picker that was just opened, to a model by its name and Enter. */
export async function pickByKeyboard(page: Page, model: string): Promise<void> {
  const picker = page.getByRole("dialog", { name: "Choose a model" });
  await expect(picker.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(model);
  await expect(picker.getByRole("option").first()).toContainText(model);
  await page.keyboard.press("Enter");
  await expect(picker).toBeHidden();
}

export const search = (picker: Locator): Locator => picker.getByRole("searchbox", { name: "Search models" });

/** The line of a model, whichever of its names the id is part of. */
export const optionOf = (picker: Locator, id: string): Locator =>
  picker.getByRole("option").filter({ has: picker.page().getByText(id, { exact: true }) });

/** The line that the keyboard is at. */
export async function activeOption(picker: Locator): Promise<Locator> {
  await expect(search(picker)).toHaveAttribute("aria-activedescendant", /./);
  const id = await search(picker).getAttribute("aria-activedescendant");
  return picker.locator(`[id="${id}"]`);
}

export const details = (picker: Locator): Locator =>
  picker.getByRole("complementary", { name: "Model details" });

/** What the list says of its own length; only what is in view is in the page. */
export const countOf = async (picker: Locator): Promise<number> =>
  Number(/^(\d+) models?$/.exec((await picker.getByText(/^\d+ models?$/).textContent()) ?? "")?.[1]);

/** The ids in view, from the top. */
export const idsOf = (picker: Locator): Promise<string[]> =>
  picker
    .getByRole("option")
    .evaluateAll((options) =>
      options
        .toSorted((left, right) => Number(left.ariaPosInSet) - Number(right.ariaPosInSet))
        .map(
          (option) =>
            /~?[\w.-]+\/[\w.:-]+/.exec(option.querySelector(".font-mono")?.textContent ?? "")?.[0] ?? "",
        ),
    );

export const chosenModel = (page: Page, id: string): Promise<void> =>
  expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(id);
