import type { Finding } from "./api";
import type { Facts } from "./facts";
import { missing, note, ok, unsafe } from "./finding";

const LENGTH = 32;
/** Sixteen random bytes in hex have fewer different characters about once in half a million. */
const KINDS = 8;

/** What opens something, and whether somebody else could have it. */
export const judgeSecrets = (facts: Facts): (Finding | null)[] => [
  authSecret(facts),
  repeated(facts),
  cron(facts),
  metrics(facts),
];

function authSecret({ access, authSecret: secret }: Facts): Finding | null {
  if (access === "local") return null;
  const [id, subject] = ["auth-secret", "Secret of sessions"] as const;
  const make = "Set `AUTH_SECRET` to what `openssl rand -hex 32` prints; everybody then signs in again.";
  if (secret === null)
    return missing(id, subject, "Nothing protects sessions, invitations and setup links.", make);
  if (secret.length >= LENGTH && secret.kinds >= KINDS)
    return ok(id, subject, "The secret is long and varied enough.");
  return unsafe(
    id,
    subject,
    "The secret that protects sessions, invitations and setup links could be guessed.",
    make,
  );
}

function repeated({ repeated }: Facts): Finding {
  const [id, subject] = ["repeated-secrets", "One secret for each purpose"] as const;
  if (repeated.length === 0) return ok(id, subject, "No two secrets are the same.");
  const lists = repeated.map((names) => names.map((name) => `\`${name}\``).join(", "));
  return unsafe(
    ...([id, subject] as const),
    `The same value stands in ${lists.join("; and another in ")}. Whoever is given it for one purpose has it for all.`,
    "Give each a value of its own.",
  );
}

function cron({ onVercel, hasCronSecret }: Facts): Finding {
  const [id, subject] = ["jobs", "Jobs"] as const;
  if (!onVercel && !hasCronSecret) return ok(id, subject, "This process does its jobs by its own clock.");
  if (!onVercel)
    return note(
      ...([id, subject] as const),
      "This process does its jobs by its own clock, and `GET /api/jobs` lets a scheduler ask for them as well.",
      "Remove `CRON_SECRET` where no scheduler asks.",
    );
  if (hasCronSecret) return ok(id, subject, "A scheduler that knows the secret has the jobs done.");
  return missing(
    ...([id, subject] as const),
    "Nothing runs between requests on Vercel, and no scheduler is let in to have the jobs done: costs are not confirmed.",
    "Set `CRON_SECRET` to what `openssl rand -hex 32` prints.",
  );
}

function metrics({ access, hasMetricsToken }: Facts): Finding {
  const [id, subject] = ["metrics", "Metrics"] as const;
  if (hasMetricsToken) return ok(id, subject, "Collectors that know the token may read the metrics.");
  if (access === "local") return ok(id, subject, "This machine may read the metrics, and no other.");
  return note(
    ...([id, subject] as const),
    "No collector is let in, so nobody is told when something goes wrong.",
    "To collect `GET /api/metrics`, set `METRICS_TOKEN` to what `openssl rand -hex 32` prints.",
  );
}
