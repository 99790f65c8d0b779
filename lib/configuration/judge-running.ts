import type { Finding } from "./api";
import type { Facts } from "./facts";
import { missing, note, ok, unsafe } from "./finding";

/** What keeps the data, and how long things may take. */
export const judgeRunning = (facts: Facts): (Finding | null)[] => [
  database(facts),
  generationTime(facts),
  logging(facts),
  tracing(facts),
];

function database({ access, onVercel, database }: Facts): Finding {
  const [id, subject] = ["database", "Database"] as const;
  if (database.engine === "postgres") {
    if (database.link !== "plain") return ok(id, subject, "Postgres keeps the data.");
    return note(
      ...([id, subject] as const),
      "Postgres keeps the data, on another machine, and nothing asks for the way there to be encrypted.",
      "Unless the network in between is your own, add `sslmode=require` to `DATABASE_URL`.",
    );
  }
  if (onVercel)
    return missing(
      id,
      subject,
      "A function has no disk that would keep the data.",
      "Set `DATABASE_URL` to a hosted Postgres.",
    );
  if (database.directory === "temporary")
    return unsafe(
      ...([id, subject] as const),
      "The embedded database lies among temporary files, which the system removes: ledger and keys would be lost.",
      "Stop Patchbay, move the directory to where files are kept, and set `PATCHBAY_DATA_DIR` to it.",
    );
  if (access === "local")
    return ok(id, subject, "The embedded database keeps the data, good for one process.");
  return note(
    ...([id, subject] as const),
    "The embedded database keeps a team's data: one process alone can use it, and a power cut can cost its last moments.",
    "Move to Postgres with `npm run db:move`, and set `DATABASE_URL`.",
  );
}

function generationTime({ generation: { asked, most } }: Facts): Finding {
  const [id, subject] = ["generation-time", "Time of an answer"] as const;
  if (most !== null && asked !== null && asked > most)
    return note(
      ...([id, subject] as const),
      `An answer is ended after ${most} seconds, as the platform allows no more than that.`,
      `Set \`GENERATION_TIMEOUT_SECONDS\` to at most \`${most}\`, or remove it.`,
    );
  const seconds = asked ?? most;
  if (seconds !== null) return ok(id, subject, `An answer is ended after ${seconds} seconds.`);
  return note(
    ...([id, subject] as const),
    "An answer may take as long as it keeps coming, and cost accordingly.",
    "To end it some time, set `GENERATION_TIMEOUT_SECONDS`.",
  );
}

function logging({ logsNothing }: Facts): Finding {
  const [id, subject] = ["log", "Log"] as const;
  if (!logsNothing) return ok(id, subject, "Failures are logged.");
  return note(
    id,
    subject,
    "Nothing is logged: what fails leaves no trace.",
    "Remove `LOG_LEVEL`, or set it to `warn`.",
  );
}

function tracing({ collector }: Facts): Finding | null {
  const [id, subject] = ["traces", "Traces"] as const;
  if (collector === null) return null;
  const sentence = `Traces of requests are sent to ${collector.host}, without what was asked or answered`;
  if (collector.link !== "plain") return ok(id, subject, `${sentence}.`);
  return note(
    ...([id, subject] as const),
    `${sentence}, on a way that is not encrypted.`,
    "Unless the network in between is your own, give the collector an address with `https`.",
  );
}
