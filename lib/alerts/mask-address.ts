/** An address as it may be shown: where it leads, and the end of what opens it. `https://hooks.slack.com/…x7Kq` */
export function maskAddress(address: string): string {
  if (!URL.canParse(address)) return "…";
  const { origin, pathname, search } = new URL(address);
  const rest = `${pathname}${search}`;
  // The end of something short would be most of it.
  return `${origin}/…${rest.length >= 20 ? rest.slice(-4) : ""}`;
}
