import { randomBytes } from "node:crypto";
import { createSearch } from "./search.mjs";

/** A secret that is nowhere by chance, in characters that every encoding of text leaves as they are. */
export const mintSecret = (prefix = ""): string => `${prefix}${randomBytes(24).toString("hex")}`;

/** Secrets by their names, as they are handed to a process. */
export type Secrets = [name: string, secret: string][];

/** All that the servers of this worker were given. */
const given: Secrets = [];
/** What was made meanwhile and told once, and what people typed. */
const made: Secrets = [];
const searches = { given: createSearch(), made: createSearch() };
let leaks: string[] = [];

function note(kind: "given" | "made", [name, secret]: Secrets[number]): void {
  if (searches[kind].knows(secret)) return;
  searches[kind].add(name, secret);
  (kind === "given" ? given : made).push([name, secret]);
}

/** What opens something and was made during a test: told once, and nowhere afterwards. */
export const noteMade = (name: string, secret: string): void => note("made", [name, secret]);
/** The latest: a process takes no more in its environment. */
export const madeSoFar = (): Secrets => made.slice(-500);

const WHOLE = [
  "OPENROUTER_MANAGEMENT_KEY",
  "AUTH_SECRET",
  "CRON_SECRET",
  "METRICS_TOKEN",
  "OIDC_CLIENT_SECRET",
];

/** What is secret in a server's environment. @throws Error when a secret of it could not be found again */
export function noteSecretsOf(env: Record<string, string | undefined>): Secrets {
  const passwordIn = (address = "") => (address === "" ? "" : decodeURIComponent(new URL(address).password));
  const all: [name: string, secret: string | undefined][] = [
    // Keys begin alike.
    ["OPENROUTER_API_KEY", env.OPENROUTER_API_KEY],
    ...WHOLE.map((name) => [name, env[name]] as [string, string | undefined]),
    ["the password in SMTP_URL", passwordIn(env.SMTP_URL)],
    ["the password in DATABASE_URL", passwordIn(env.DATABASE_URL)],
  ];
  const secrets = all.flatMap(([name, secret = ""]): Secrets => (secret === "" ? [] : [[name, secret]]));
  for (const secret of secrets) note("given", secret);
  return secrets;
}

type Place = { where: string; /** What of that which was told once may stand there. */ mayHold?: RegExp };

/** Everything that was made and told once. */
export const MADE = /^/;

/** Looks for every secret of this worker. What is found fails the test, see `test.ts`. */
export function search(content: string | Uint8Array, { where, mayHold }: Place): void {
  const told = searches.made.find(content).filter((what) => !mayHold?.test(what));
  for (const what of [...searches.given.find(content), ...told]) report(`${what} in ${where}`);
}

export function report(leak: string): void {
  if (!leaks.includes(leak)) leaks.push(leak);
}

/** What was found since it was last asked for. */
export function takeLeaks(): string[] {
  const found = leaks;
  leaks = [];
  return found;
}
