/** What each setting of a workspace is, for those who change it and those who look. */
export const WORDS = {
  name: { title: "Name", hint: "Stands above the pages, in place of Patchbay." },
  timeZone: {
    title: "Reporting time zone",
    hint: "By whose clock days of spend are cut and new budgets begin, unless a link or a person says otherwise.",
  },
  firstModel: {
    title: "New conversations begin with",
    hint: "A model or a route, for everyone who has chosen none of their own.",
  },
  retention: {
    title: "Conversations are kept",
    hint: "What nobody has touched for longer is deleted, whoever's it is. Pinned conversations stay, and so does what was spent.",
  },
  data: {
    title: "Data policy",
    hint: "Holds for every request of the playground and of all keys, whatever it says itself.",
  },
  models: {
    title: "Allowed models",
    hint: "The only ones that may be asked, as fallbacks and by routes, too. Lists of keys narrow it further.",
  },
} as const;

/** How long conversations are kept: `for 30 days`, `for ever`. */
export const retentionText = (days: number | null): string =>
  days === null ? "for ever" : days === 365 ? "for a year" : `for ${days} days`;

/** A zone as people read it: `America/New York`. */
export const zoneText = (timeZone: string): string => timeZone.replaceAll("_", " ");
