/** How long the browser has for fetching what it is to save from the page's own memory. */
const KEEP_MS = 10_000;

/** Lets the browser save a text as a file, as if it had been downloaded. */
export const saveFile = (name: string, text: string, type: "text/csv" | "application/json"): void =>
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));

/** The same for what has been put together already. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

/** Lets the browser save what an address of ours answers with; the answer says what the file is called. */
export function saveFrom(path: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
}
