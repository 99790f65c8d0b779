const SHORTEST = 12;
const LONGEST = 256;

/** What is wrong with a new password; null when nothing is. */
export function passwordProblem(password: string): string | null {
  if (password.length < SHORTEST) return `Use at least ${SHORTEST} characters.`;
  return password.length > LONGEST ? `Use at most ${LONGEST} characters.` : null;
}
