/**
 * Characters that hide text or turn it around: Unicode tags, which can smuggle whole sentences, direction
 * overrides, and spaces without width. The flag of a region is spelt with tags behind a black flag; it is the
 * first of these, and stays.
 */
const HIDDEN =
  /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}|[\u{E0000}-\u{E007F}]|[\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2064\uFEFF\u00AD]/gu;

/** Puts a visible mark in the place of every character that cannot be seen. What is copied is what is shown. */
export const revealHidden = (text: string): string =>
  text.replace(HIDDEN, (found) =>
    found.startsWith("\u{1F3F4}")
      ? found
      : `⟨U+${found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
