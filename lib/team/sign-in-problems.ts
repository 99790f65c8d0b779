/** Why somebody who came back from a provider was not let in, in the address of the sign-in page, and in words. */
export const SIGN_IN_PROBLEMS = {
  denied: "Signing in was cancelled at the provider.",
  expired: "Signing in took too long, or was begun in another window. Try again.",
  unreachable: "The provider cannot be reached. Try again later.",
  provider:
    "The provider’s answer could not be trusted, so nobody was signed in. Whoever runs this Patchbay finds more in its log.",
  role: "None of your groups at the provider has a role in this Patchbay. Ask whoever runs it.",
  address:
    "A member with your e-mail address is here already, and nothing shows that it is you. Ask whoever runs this Patchbay.",
  suspended: "Your access is suspended. Ask whoever runs this Patchbay.",
  removed: "You were removed from this Patchbay. Whoever runs it can let you come back.",
  off: "This Patchbay does not sign in through a provider.",
  failed: "Patchbay failed to sign you in. The log has the details.",
} as const;
export type SignInProblem = keyof typeof SIGN_IN_PROBLEMS;

/** The sentence for what an address says; null for what says nothing. */
export const problemSentence = (name: string | null): string | null =>
  name !== null && Object.hasOwn(SIGN_IN_PROBLEMS, name) ? SIGN_IN_PROBLEMS[name as SignInProblem] : null;

/** Somebody is not let in, for a reason that they are told. */
export class SignInRefusal extends Error {
  override readonly name = "SignInRefusal";
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, options?: ErrorOptions) {
    super(SIGN_IN_PROBLEMS[problem], options);
    this.problem = problem;
  }
}

/** The reason in an error; null for any other. The bundler knows the class several times, and its name once. */
export const refusalIn = (error: unknown): SignInProblem | null =>
  error instanceof Error && error.name === "SignInRefusal" ? (error as SignInRefusal).problem : null;
