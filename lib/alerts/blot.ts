/** Shorter parts of an address are words, and open nothing. */
const SHORTEST_SECRET = 12;
/** Fewer characters of one that breaks off are by chance. */
const SHORTEST_BEGINNING = 4;

/**
 * What takes out of a text what opens a channel, or is a part of that, as well where the text breaks off in the middle
 * of it. It has to see a text before that is cut: what is left of a secret is no longer known for one.
 */
export function createBlot(address: string, secret: string | null): (text: string) => string {
  const parts = [address, secret ?? "", ...partsOf(address)]
    .filter((part) => part.length > 3)
    .sort((one, other) => other.length - one.length);
  return (text) => {
    const whole = parts.reduce((left, part) => left.replaceAll(part, "…"), text);
    const begun = Math.max(0, ...parts.map((part) => beginningAtEnd(whole, part)));
    return begun === 0 ? whole : `${whole.slice(0, -begun)}…`;
  };
}

function partsOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { pathname, search, searchParams } = new URL(address);
  const path = pathname.split("/");
  return [
    ...[pathname + search, pathname],
    ...[...path, ...path.map(decoded), ...searchParams.values()].filter(
      (part) => part.length >= SHORTEST_SECRET,
    ),
  ];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** How many characters at the end are the beginning of the part. */
function beginningAtEnd(text: string, part: string): number {
  for (let length = Math.min(part.length - 1, text.length); length >= SHORTEST_BEGINNING; length--)
    if (text.endsWith(part.slice(0, length))) return length;
  return 0;
}
