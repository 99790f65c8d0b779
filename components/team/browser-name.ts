// In this order: each of them also claims to be those that follow.
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["Firefox", "Firefox"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "macOS"],
  ["Linux", "Linux"],
] as const;

/** What a browser calls itself, in words that its owner recognizes. */
export function browserName(userAgent: string | null): string {
  const nameIn = (list: readonly (readonly [mark: string, name: string])[]) =>
    list.find(([mark]) => userAgent?.includes(mark))?.[1];
  const [browser, system] = [nameIn(BROWSERS), nameIn(SYSTEMS)];
  if (!browser) return "Another program";
  return system ? `${browser} on ${system}` : browser;
}
