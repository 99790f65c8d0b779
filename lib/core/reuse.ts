/**
 * What was read anew, with everything in it that has not changed taken from what was there before, so that whoever
 * compares by identity finds only what changed. For plain data with dates and big integers.
 */
export function reuse(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (before instanceof Date && after instanceof Date)
    return before.getTime() === after.getTime() ? before : after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item, index) => reuse(before[index], item));
    return items.length === before.length && items.every((item, index) => Object.is(item, before[index]))
      ? before
      : items;
  }
  if (!isPlain(before) || !isPlain(after)) return after;
  const names = Object.keys(after);
  const entries = names.map((name) => [name, reuse(own(before, name), after[name])] as const);
  const same =
    names.length === Object.keys(before).length &&
    entries.every(([name, value]) => Object.hasOwn(before, name) && Object.is(value, before[name]));
  return same ? before : Object.fromEntries(entries);
}

const own = (record: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
