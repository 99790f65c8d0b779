const TAG_LENGTH = 64;

/** A tag as generations have it: what cannot be seen is taken out, and of a text of any length only its beginning is looked at. */
export const cleanTag = (written: string): string =>
  written
    .slice(0, TAG_LENGTH * 4)
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .trim()
    .slice(0, TAG_LENGTH)
    .toWellFormed()
    .trim();
