const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/**
 * The address of a link in an answer, or null when it must not be one: only whole http, https and mail
 * addresses are let through, nothing relative to this site and nothing that runs, reads or opens anything else.
 */
export function safeUrl(address: string | null | undefined): URL | null {
  const text = address?.trim() ?? "";
  // Without a base nothing relative parses; `//host` and `\\host` are relative.
  if (!/^(https?:\/\/|mailto:)/i.test(text)) return null;
  try {
    const url = new URL(text);
    if (!SCHEMES.has(url.protocol)) return null;
    // `https://bank.example@evil.example` reads like the one and goes to the other.
    if (url.username !== "" || url.password !== "") return null;
    return url;
  } catch {
    return null;
  }
}

/** The whole address as a person can judge it: percent signs resolved where that is unambiguous, hidden characters shown. */
export function readableUrl(url: URL): string {
  try {
    return decodeURI(url.href);
  } catch {
    return url.href;
  }
}

const IMAGE = /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/;

/** An image that a model drew comes as data in itself; anything that would have to be fetched is refused. */
export const isDrawnImage = (address: string): boolean => IMAGE.test(address);
