import { expect, type Page } from "@playwright/test";

/**
 * Waits until what the server drew listens. A person is never as quick as a test: what is typed or chosen before that
 * stands in the field and is known to nobody.
 */
export async function alive(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(listens), { message: "the page listens", intervals: [10, 20, 50, 100] })
    .toBe(true);
}

/** Whether React has taken over the document, and every control in it, and has had a moment for its effects. */
async function listens(): Promise<boolean> {
  const fieldOf = (node: object, prefix: string): unknown =>
    Object.entries(node).find(([key]) => key.startsWith(prefix))?.[1];
  const container = fieldOf(document, "__reactContainer$") as
    | { stateNode: { current: { memoizedState: { isDehydrated: boolean } } } }
    | undefined;
  if (!container || container.stateNode.current.memoizedState.isDehydrated) return false;
  const controls = [...document.querySelectorAll("button, input, select, textarea")];
  if (!controls.every((control) => fieldOf(control, "__reactProps$") !== undefined)) return false;
  await new Promise((idle) => requestIdleCallback(idle, { timeout: 1_000 }));
  return true;
}
