/**
 * The network that an address belongs to, as far as one person has it: an IPv4 address itself, of IPv6 the first 64
 * bits, of which every customer has at least as many to choose from. Other text is itself.
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  if (groups === null) return address.trim().toLowerCase();
  const [first, second, third, fourth, fifth, mark, high = 0, low = 0] = groups;
  const isMapped = [first, second, third, fourth, fifth].every((group) => group === 0) && mark === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The eight groups of an IPv6 address in any of its spellings; null for what is none. */
function groupsOf(address: string): number[] | null {
  const bare = address.trim().replace(/^\[|\]$|%.*$/g, "");
  // The parser of addresses knows all spellings and writes one.
  if (!bare.includes(":") || !URL.canParse(`http://[${bare}]`)) return null;
  const [head = "", tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const read = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const [left, right] = [read(head), read(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
