import { describeFailure } from "@/lib/core/failure";
import { showToast } from "./toast";

/**
 * Copies a text and says that it is `done`, or why it is not. A text that is null copies nothing: whoever had none to give
 * has said so.
 */
export async function copyText(
  text: () => string | null | Promise<string | null>,
  done: string,
): Promise<void> {
  let words: string | null;
  try {
    words = await text();
  } catch (error) {
    return showToast({ text: describeFailure(error).message, failed: true });
  }
  if (words === null) return;
  try {
    await navigator.clipboard.writeText(words);
    showToast({ text: done });
  } catch {
    // For want of a press or of focus, or there is none at all where a page came without TLS.
    showToast({ text: "The browser refused to copy.", failed: true });
  }
}
