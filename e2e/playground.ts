import { expect, type Locator, type Page } from "@playwright/test";
import { alive } from "./alive";

/** The field that messages are written in. */
export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message" });

/** Opens a new conversation with a model, as a link to it does. */
export async function openChat(page: Page, model: string): Promise<void> {
  await page.goto(`/?${new URLSearchParams({ models: model })}`);
  await expect(page.getByRole("button", { name: "Model", exact: true })).toHaveAccessibleDescription(model);
  // Also where the page is none of the fixture's.
  await alive(page);
}

/** Writes a message and sends it by the button. */
export async function ask(page: Page, message: string): Promise<void> {
  await composer(page).fill(message);
  await page.getByRole("button", { name: "Send" }).click();
}

/** The latest answer of a model. */
export const answerOf = (page: Page, model: string): Locator =>
  page.getByRole("article", { name: model }).last();

/** What a place says once it says no more: twice the same, a moment apart. */
export async function settled<Value>(read: () => Promise<Value>): Promise<Value> {
  const seen: Value[] = [];
  await expect(async () => {
    seen.push(await read());
    expect(seen.length).toBeGreaterThan(1);
    expect<unknown>(seen.at(-1)).toEqual(seen.at(-2));
  }).toPass({ intervals: [500] });
  return seen.at(-1) as Value;
}

export const factsOf = (answer: Locator): Locator => answer.getByRole("group", { name: "Generation facts" });

/** By which id the ledger knows an answer. */
export async function generationIdOf(answer: Locator): Promise<string> {
  const href = await answer.getByRole("link", { name: "Details" }).getAttribute("href");
  return href?.split("/").at(-1) ?? "";
}

/** A question that no other test has asked. */
export const unique = (question: string): string => {
  // In letters: beside a sum, digits would belong to it.
  const letters = crypto
    .randomUUID()
    .slice(0, 8)
    .replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)));
  return `${question} (${letters})`;
};
