let chosen: string | undefined;
let marks = { group: ",", decimal: "." };

/** How whoever looks wants dates written; undefined is the browser's own way. Never set on the server. */
export const viewerLocale = (): string | undefined => chosen;

/** What stands between thousands, and before decimals. */
export const numberMarks = (): { group: string; decimal: string } => marks;

/** Has dates and numbers written in another way from now on; null is as the browser has dates, and plain numbers. */
export function setLocale(locale: string | null): void {
  chosen = locale ?? undefined;
  const part = (type: "group" | "decimal", otherwise: string) =>
    new Intl.NumberFormat(chosen, { useGrouping: true })
      .formatToParts(1234567.5)
      .find((one) => one.type === type)?.value ?? otherwise;
  marks =
    chosen === undefined
      ? { group: ",", decimal: "." }
      : { group: part("group", ""), decimal: part("decimal", ".") };
}
