import { boundTo, type KeyBindings } from "@/lib/core/hotkeys";

/** Something that a key does. */
export type Shortcut = {
  group: "Anywhere" | "Playground" | "Comparing answers" | "Generations" | "Routes and prompts";
  does: string;
  /** The combination that is ours, which a person may replace by their own. */
  keys?: string;
  /** What is pressed where that is not for anybody to change, as it is shown. */
  press?: readonly string[];
  /** Of those the ones that single-key shortcuts are made of. */
  taken?: readonly string[];
};

/** Every key that does something, in one list. */
export const SHORTCUTS: readonly Shortcut[] = [
  { group: "Anywhere", does: "Search and commands", keys: "mod+k" },
  { group: "Anywhere", does: "New chat", keys: "mod+shift+o" },
  { group: "Anywhere", does: "This list", keys: "?" },
  { group: "Anywhere", does: "Write a message, or search the list", keys: "/" },
  { group: "Anywhere", does: "Take back what was just done", keys: "mod+z" },
  { group: "Playground", does: "Insert a prompt, at the beginning of a line", press: ["/"] },
  { group: "Playground", does: "Send", press: ["↵", "mod ↵"] },
  { group: "Playground", does: "New line", press: ["⇧↵"] },
  { group: "Playground", does: "Stop all answers", press: ["Esc"] },
  { group: "Playground", does: "Choose a model", keys: "mod+m" },
  { group: "Playground", does: "Add a model beside", keys: "mod+\\" },
  { group: "Playground", does: "Move or resize a pane, at its handle", press: ["←", "→"] },
  { group: "Playground", does: "Make all panes alike again, at a handle", press: ["↵"] },
  {
    group: "Playground",
    does: "Vote for an answer, for a tie, for none",
    press: ["1–8", "9", "0"],
    taken: [..."1234567890"],
  },
  { group: "Comparing answers", does: "The next difference", keys: "n" },
  { group: "Comparing answers", does: "The difference before", keys: "p" },
  { group: "Generations", does: "The next one", keys: "j" },
  { group: "Generations", does: "The one before", keys: "k" },
  { group: "Generations", does: "Look at it beside the list", press: ["↵"] },
  { group: "Generations", does: "Close it", press: ["Esc"] },
  { group: "Routes and prompts", does: "Save", keys: "mod+s" },
  { group: "Routes and prompts", does: "Move a hop", press: ["Alt ↑", "Alt ↓"] },
];

export const REBINDABLE: readonly (Shortcut & { keys: string })[] = SHORTCUTS.flatMap((shortcut) =>
  shortcut.keys === undefined ? [] : [{ ...shortcut, keys: shortcut.keys }],
);

/** A sign that is typed, alone or with ⌘ or Ctrl, and Shift with these. */
const COMBINATION = /^(mod\+(shift\+)?)?[^\s\p{C}+A-Z]$/u;

/** What browsers and systems do by themselves, or what nobody wants to lose in a text field. */
const RESERVED = [..."acfhlnpqrtvwxy"].map((key) => `mod+${key}`).concat("mod+shift+n", "mod+shift+t");

/** Why a combination is of no use; null when it is. */
export function keysProblem(keys: string): string | null {
  if (!COMBINATION.test(keys)) return "Press a letter, a digit or a sign, alone or with ⌘ or Ctrl.";
  return RESERVED.includes(keys) ? "Browsers keep these keys for themselves." : null;
}

type Pressed = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey">;

/** What was pressed as it is written; null while it is only Shift and its like. */
export function combinationOf({ key, metaKey, ctrlKey, altKey, shiftKey }: Pressed): string | null {
  if (["Shift", "Control", "Meta", "Alt", "AltGraph", "Dead", "Process"].includes(key)) return null;
  const mod = metaKey || ctrlKey;
  // Signs sit behind Shift on some keyboards, so alone it counts for nothing.
  return `${mod ? "mod+" : ""}${mod && shiftKey ? "shift+" : ""}${altKey && mod ? "alt+" : ""}${[...key].length === 1 ? key.toLowerCase() : key}`;
}

/** What else listens to these keys where this shortcut does; null when nothing. */
export function conflictOf(own: string, keys: string, rebound: KeyBindings["rebound"]): Shortcut | null {
  const group = SHORTCUTS.find((shortcut) => shortcut.keys === own)?.group;
  const found = SHORTCUTS.find(
    (other) =>
      other.keys !== own &&
      (other.group === group || other.group === "Anywhere" || group === "Anywhere") &&
      (other.taken?.includes(keys) ||
        (other.keys !== undefined && boundTo(other.keys, { rebound, off: "none" }) === keys)),
  );
  return found ?? null;
}
