/**
 * Where to go on in a form that was not sent: at what is wrong in it, else at the button that sends it, which has lost
 * the focus while it was off.
 */
export function goOnIn(form: HTMLFormElement | null): void {
  const wrong = form?.querySelector<HTMLElement>("[aria-invalid=true]");
  if (wrong) wrong.focus();
  else if (form && !form.contains(document.activeElement))
    form.querySelector<HTMLElement>("[type=submit]")?.focus();
}
