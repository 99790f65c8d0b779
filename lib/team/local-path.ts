/** A path of this very Patchbay, whatever an address claims to lead on to; the front page for anything else. */
export function localPath(next: string | null, origin: string): string {
  if (next === null || !next.startsWith("/") || !URL.canParse(next, origin)) return "/";
  const { pathname, search, hash } = new URL(next, origin);
  // Dots are resolved by now, and what is left may begin with the two slashes of another host.
  const path = pathname + search + hash;
  return URL.canParse(path, origin) && new URL(path, origin).origin === origin ? path : "/";
}
