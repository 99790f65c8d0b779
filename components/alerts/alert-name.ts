/** As long as the server takes. */
export const LONGEST_NAME = 80;

/** What is wrong with the name of a rule or a channel; null for a good one. */
export function nameProblem(name: string): string | null {
  if (name.trim() === "") return "Give it a name.";
  return /\p{Cc}/u.test(name) ? "A name is one line of text." : null;
}
