export const LONGEST_NAME = 80;

/** What is wrong with a name, for people; null when nothing is. */
export const nameProblem = (name: string): string | null =>
  name.trim() === "" ? "Give it a name that says which program uses it." : null;
