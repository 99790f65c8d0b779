/** As many as whole yoctodollars have. */
const DIGITS = 24;

/** `"1e-7"` and `1e-7` as `"0.0000001"`; digits beyond the yoctodollar are dropped. Null for what is no price. */
export function plainDecimal(value: unknown): string | null {
  if (typeof value !== "string" && typeof value !== "number") return null;
  const match = /^(\d{1,20})(?:\.(\d{0,60}))?(?:e([+-]?\d{1,2}))?$/i.exec(String(value).trim());
  if (match === null) return null;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const point = whole.length + Number(exponent);
  const digits = `${"0".repeat(Math.max(1 - point, 0))}${whole}${fraction}`.padEnd(point, "0");
  const at = Math.max(point, 1);
  const rest = digits.slice(at, at + DIGITS).replace(/0+$/, "");
  return `${digits.slice(0, at).replace(/^0+(?=\d)/, "")}${rest && `.${rest}`}`;
}
