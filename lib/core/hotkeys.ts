/** What a person has made of the keys: others in place of those that are ours, and which of them do nothing. */
export type KeyBindings = {
  /** By the combination that is ours: the person's own. */
  rebound: Readonly<Record<string, string>>;
  /** `single` are keys without ⌘ or Ctrl: letters, digits and signs, which dictation types, too. */
  off: "none" | "single" | "all";
};

export const OUR_KEYS: KeyBindings = { rebound: {}, off: "none" };

let bindings = OUR_KEYS;
const listeners = new Set<() => void>();

/** Has all pages listen to other keys from now on. */
export function bindKeys(next: KeyBindings): void {
  bindings = next;
  for (const listener of listeners) listener();
}

export const readBindings = (): KeyBindings => bindings;

export function watchBindings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What has to be pressed in place of a combination that is ours; null when it is off. Escape and its like stay. */
export function boundTo(combination: string, { rebound, off }: KeyBindings = bindings): string | null {
  const own = rebound[combination] ?? combination;
  if (off === "none" || isNamed(own)) return own;
  return off === "single" && own.includes("mod+") ? own : null;
}

/** Keys that every page needs, such as Escape: they type nothing. */
const isNamed = (combination: string): boolean => /^[A-Z][a-z]+/.test(combination);

/** Keys as they are printed: `⌘⇧O`, `Ctrl K`, `?`. */
export const printKeys = (keys: string, mod: string): string =>
  keys
    .split("+")
    .map((part) => (part === "mod" ? mod : part === "shift" ? "⇧" : part.toUpperCase()))
    .join("");

/** The same for screen readers, as `aria-keyshortcuts` has it; undefined where the keys are off. */
export function ariaKeys(ours: string): string | undefined {
  const keys = boundTo(ours);
  if (keys === null) return undefined;
  if (!keys.includes("mod+")) return keys;
  const rest = keys
    .replace("mod+", "")
    .replace("shift+", "Shift+")
    .replace(/.$/u, (key) => key.toUpperCase());
  return `Meta+${rest} Control+${rest}`;
}
