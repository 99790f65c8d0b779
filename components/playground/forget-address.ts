/**
 * Takes out of the page what the server wrote into it for its first drawing: that holds the address it was opened at,
 * which may name models. It has long been read, and nothing reads it again.
 */
export function forgetAddress(): void {
  for (const script of document.querySelectorAll("script:not([src])"))
    if (script.textContent.includes("__next_f")) script.remove();
}
