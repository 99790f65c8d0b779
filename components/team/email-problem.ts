/** What is wrong with an e-mail address; null when nothing is that can be seen from here. */
export const emailProblem = (email: string): string | null =>
  /^[^\s@<>"]+@[^\s@<>"]+$/.test(email.trim()) ? null : "This is not an e-mail address.";
