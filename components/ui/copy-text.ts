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
  const words = (async () => text())();
  const copied = write(words).then(
    () => true,
    () => false,
  );
  try {
    if ((await words) === null) return;
  } catch (error) {
    return showToast({ text: describeFailure(error).message, failed: true });
  }
  // For want of a press or of focus, or there is none at all where a page came without TLS.
  showToast((await copied) ? { text: done } : { text: "The browser refused to copy.", failed: true });
}

/** Begins with the press, since Safari lets nothing be copied after a wait; where promises are not taken it waits. */
async function write(words: Promise<string | null>): Promise<void> {
  const blob = words.then((text) => {
    if (text === null) throw new Error("there is nothing to copy");
    return new Blob([text], { type: "text/plain" });
  });
  // The browser may have refused before it looked.
  blob.catch(() => {});
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch {
    await navigator.clipboard.writeText(await blob.then((it) => it.text()));
  }
}
