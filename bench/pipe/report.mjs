import { describeMachine } from "../lib/machine.mjs";
import { figure, table } from "../lib/table.mjs";
import { judge } from "./goals.mjs";
import { FLAT_OUT } from "./loads.mjs";

const STEADY = [
  "target",
  "first byte p50",
  "added p50",
  "added p99",
  "first token added p50",
  "event added p50",
  "event added p99",
  "events/s",
  "events per piece",
  "CPU s per million",
  "core",
];

/** Everything that was found, as Markdown. */
export function describe({ results, memory, booked, targets, loads, rounds, roundTrip, workers, missing }) {
  const goals = [...judge({ results, memory, roundTrip }), ...booked];
  const steady = loads.filter(({ name }) => name !== FLAT_OUT);
  return [
    "## Pipe: what the gateway adds to a stream",
    `${new Date().toISOString().slice(0, 10)}; ${describeMachine()}. Upstream in ${workers} ${workers === 1 ? "process" : "processes"}, load in one.`,
    "```sh\nnpm run bench -- pipe\n```",
    `Median of ${rounds} ${rounds === 1 ? "round" : "rounds"}, in each of which all targets took turns under each load. Times in milliseconds; added: less the bare upstream of the same round.`,
    ...steady.flatMap(({ name }) => [`### ${name}`, steadyTable(results, targets, name)]),
    ...(loads.length > steady.length ? ["### Flat out", flatTable(results, targets)] : []),
    ...(memory.length > 0 ? ["### Memory", memoryTable(memory)] : []),
    "### Goals",
    roundTrip === null
      ? "Without a Postgres, a database round trip counts as nothing."
      : `A database round trip (\`select 1\`, nothing else going on) is ${figure(roundTrip, "ms")}.`,
    goalTable(goals),
    ...missing.map(({ name, reason }) => `${name} was not measured: ${reason}`),
    failuresOf(results, targets, loads),
    quietOf(results, loads),
    NOTES,
  ]
    .filter(Boolean)
    .join("\n\n");
}

const milliseconds = (value) => figure(value);

function steadyTable(results, targets, load) {
  const rows = targets.flatMap(({ id, name }) => {
    const found = results.of(load, id);
    if (!found) return [];
    const { added } = found;
    const isBare = id === "bare";
    return [
      [
        name,
        milliseconds(found.firstByte50),
        isBare ? "" : milliseconds(added.firstByte50),
        isBare ? "" : milliseconds(added.firstByte99),
        isBare ? "" : milliseconds(added.firstToken50),
        isBare ? "" : milliseconds(added.event50),
        isBare ? "" : milliseconds(added.event99),
        figure(Math.round(found.rate)).replace(/\.\d+$/, ""),
        figure(found.joined),
        isBare ? "" : figure(found.cpuPerMillion),
        isBare ? "" : figure(found.busy === null ? null : found.busy * 100, "%"),
      ],
    ];
  });
  return table(STEADY, rows);
}

function flatTable(results, targets) {
  const rate = (id) => results.of(FLAT_OUT, id)?.rate ?? null;
  const ratio = (value, other) => (value === null || other === null ? "—" : `${figure(value / other)} ×`);
  const rows = targets.flatMap(({ id, name }) => {
    const found = results.of(FLAT_OUT, id);
    if (!found) return [];
    return [
      [
        name,
        figure(found.rate),
        ratio(found.rate, rate("next")),
        ratio(found.rate, rate("portkey")),
        figure(found.joined),
        id === "bare" ? "" : figure(found.cpuPerMillion),
      ],
    ];
  });
  const head = ["target", "events/s", "of bare Next", "of Portkey", "events per piece", "CPU s per million"];
  return table(head, rows);
}

function memoryTable(memory) {
  const megabytes = (bytes) => figure(bytes / 1e6);
  return table(
    [
      "target",
      "kB per open stream",
      "MB after 2,000 streams",
      "after 10,000",
      "heap after 2,000",
      "after 10,000",
    ],
    memory.map(({ name, held, many }) => [
      name,
      figure(held.perStream / 1_000),
      megabytes(many.early),
      megabytes(many.late),
      megabytes(many.earlyHeap),
      megabytes(many.lateHeap),
    ]),
  );
}

const VERDICT = new Map([
  [true, "met"],
  [false, "missed"],
  [null, "nothing to compare with"],
]);

const goalTable = (goals) =>
  table(
    ["goal", "found", ""],
    goals.map(({ goal, found, isMet }) => [goal, found, VERDICT.get(isMet) ?? ""]),
  );

/** Streams that did not come to their proper end belong beside the figures they would flatter. */
function failuresOf(results, targets, loads) {
  const lines = loads.flatMap(({ name: load }) =>
    targets.flatMap(({ id, name }) => {
      const failures = results.of(load, id)?.failures ?? [];
      return failures.map(([reason, count]) => `- ${name}, ${load}: ${count} × ${reason}`);
    }),
  );
  return lines.length === 0
    ? "Every stream came whole."
    : `Streams that did not come whole:\n\n${lines.join("\n")}`;
}

/** Where others work as well, figures say little; the bare upstream has no database that would count as another. */
function quietOf(results, loads) {
  const shares = loads.flatMap(({ name }) => results.of(name, "bare")?.others ?? []);
  if (shares.length === 0) return "How quiet the machine was is not known.";
  const most = Math.max(...shares);
  const found = `While the bare upstream took its turns, other programs kept up to ${figure(most * 100, "%")} of a core busy`;
  return most > QUIET ? `**The machine was not quiet.** ${found}: trust nothing here.` : `${found}.`;
}

/** Cores. */
const QUIET = 0.2;

const NOTES = `How to read this:

- Upstream, load and target share the cores of one machine. Where their sum is more than the machine has, times are
  those of a queue, and the one that takes least from the others looks best.
- The upstream is a stand-in on the same machine: it answers with a comment at once, the first token after 20 ms, then
  events of about 250 bytes, each in a write and an HTTP chunk of its own; flat out, 32 of them per write. Its
  answers' bill is recorded and confirmed by Patchbay like any other.
- First byte is the first byte of the body. Streams end and begin all the time while one load lasts, so opening
  and settling are part of every figure, in Patchbay's case with all their rows in the database.
- Event: from being written by the upstream to being read by the load, for every event of one piece in sixteen.
- CPU is the target's process alone; a Postgres server works beside it. Memory is resident memory after garbage
  collection, read before and during 1,000 open streams.
- Bare Next is one route handler that returns the body of its \`fetch\`. Portkey is its open-source gateway from
  npm with its usual settings, told the upstream by headers (provider \`openai\`, which it passes on unread); its HTTP
  server is held at \`@hono/node-server\` 1.14.1, because with later ones it answers such requests with 500. Neither of
  the two records anything.`;
