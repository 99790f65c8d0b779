import { randomBytes } from "node:crypto";
import { createSearch, PIECE } from "./search.mjs";

/** A secret that is nowhere by chance, in characters that every encoding of text leaves as they are. */
export const mintSecret = (prefix = ""): string => `${prefix}${randomBytes(24).toString("hex")}`;

/** Secrets by their names, as they are handed to a process. */
type Secrets = [name: string, secret: string][];

/** For all that the servers of this worker were given. */
const given = createSearch();
/** For what was made meanwhile and told once, and what people typed. */
const told = createSearch();
const made: Secrets = [];
let leaks: string[] = [];

/** What opens something and was made during a test: told once, and nowhere afterwards. */
export function noteMade(name: string, secret: string): void {
  if (!told.knows(secret)) made.push([name, secret]);
  told.add(name, secret);
}

/** The latest: a process takes no more in its environment. */
export const madeSoFar = (): Secrets => made.slice(-500);

const WHOLE = [
  "OPENROUTER_API_KEY",
  "OPENROUTER_MANAGEMENT_KEY",
  "AUTH_SECRET",
  "CRON_SECRET",
  "METRICS_TOKEN",
  "OIDC_CLIENT_SECRET",
];

/** What is secret in a server's environment. @throws Error when a secret of it could not be found again */
export function noteSecretsOf(env: Record<string, string | undefined>): Secrets {
  const database = passwordIn(env.DATABASE_URL);
  const all: [name: string, secret: string | undefined][] = [
    ...WHOLE.map((name): [string, string | undefined] => [name, env[name]]),
    ["the password in SMTP_URL", passwordIn(env.SMTP_URL)],
    // That of somebody's own server may be a word.
    ["the password in DATABASE_URL", database.length < PIECE ? "" : database],
  ];
  const secrets = all.flatMap(([name, secret = ""]): Secrets => (secret === "" ? [] : [[name, secret]]));
  for (const secret of secrets) given.add(...secret);
  return secrets;
}

const passwordIn = (address = ""): string =>
  URL.canParse(address) ? decodeURIComponent(new URL(address).password) : "";

type Place = {
  where: string;
  /** What of that which was told once may stand there. */
  mayHold?: RegExp | undefined;
};

/** Where every Patchbay is that this worker has met. */
const homes = new Set<string>();
export const noteHome = (address: string): void => void homes.add(new URL(address).origin);
export const isHome = (origin: string): boolean => homes.has(origin);

/** Looks for every secret of this worker. What is found fails the test, see `test.ts`. */
export function search(content: string | Uint8Array, { where, mayHold }: Place): void {
  const again = told.find(content).filter((what) => !mayHold?.test(what));
  for (const what of [...given.find(content), ...again]) report(`${what} in ${where}`);
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
