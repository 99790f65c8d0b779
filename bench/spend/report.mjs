import { describeMachine } from "../lib/machine.mjs";
import { median, percentile } from "../lib/statistics.mjs";
import { figure, table } from "../lib/table.mjs";

/** What was found on each engine, as Markdown. */
export function describe(found, { rounds, generations, beside }) {
  return [
    "## Spend: what the pages of spend and generations ask",
    `${new Date().toISOString().slice(0, 10)}; ${describeMachine()}. An invented year, ${rounds} ${rounds === 1 ? "round" : "rounds"}; over HTTP, one question at a time, all asked before any counts. Beside it, in the same run, a bare \`group by model\` over the ledger without Patchbay, for as many days.`,
    `\`\`\`sh\nnpm run bench -- spend --generations ${generations}${beside === undefined ? "" : ` --beside ${beside}`}\n\`\`\``,
    ...found.flatMap(part),
  ].join("\n\n");
}

/** Of many generations nothing that roll-ups or an index answer may take more than so many times what it takes of few. */
const GROWTH = 1.5;

function part({ engine, generations, said, sizes, questions, figures, bare, clicks, smaller, stream }) {
  const rows = questions.map(({ name, days, goal, readsLedger }) => {
    const took = figures.get(name);
    if (took.length === 0) return [name, "—", "—", "—", String(goal), "failed", "", ""];
    const [p50, p95] = [percentile(took, 0.5), percentile(took, 0.95)];
    const raw = days === null || !bare.has(days) ? null : median(bare.get(days));
    const few = smaller && percentile(smaller.figures.get(name), 0.5);
    const growth = few && p50 / few;
    const isGrown = growth !== null && !readsLedger && growth > GROWTH;
    return [
      ...[name, figure(p50), figure(p95), figure(Math.max(...took)), String(goal)],
      p95 > goal ? "missed" : isGrown ? "grows" : "met",
      growth === null ? "—" : `${figure(growth)} ×${readsLedger ? " (read)" : ""}`,
      raw === null ? "" : `${figure(raw / p50)} ×`,
    ];
  });
  const raw = [...bare].map(([days, took]) => `${days} days ${figure(median(took), "ms")}`).join(", ");
  const isGrowthTold = smaller !== null;
  const heads = ["milliseconds", "p50", "p95", "most", "goal p95", "", GROWN, "the bare one takes"];
  const told = (cells) => cells.filter((_, index) => isGrowthTold || heads[index] !== GROWN);
  return [
    `### ${engine}, ${generations.toLocaleString("en")} generations`,
    `The ledger takes ${megabytes(sizes.ledger)}, its roll-ups ${megabytes(sizes.rollups)}.${raw && ` The bare aggregate: ${raw}.`}`,
    `\`\`\`\n${said}\n\`\`\``,
    ...(isGrowthTold ? [describeGrowth(smaller)] : []),
    table(told(heads), rows.map(told)),
    ...(clicks.length > 0 ? [describeClicks(clicks)] : []),
    ...(stream ? [describeStream(stream)] : []),
  ];
}

const GROWN = "growth";

const describeGrowth = ({ generations }) =>
  `*Growth* is the p50 to that of ${generations.toLocaleString("en")} generations, asked in turns in the same run (≤ ${GROWTH}); what is *read* from the ledger one by one is bounded otherwise.`;

/** Milliseconds. */
const CLICK = 200;

function describeClicks(clicks) {
  const p95 = percentile(clicks, 0.95);
  return `- ${p95 <= CLICK ? "Met" : "Missed"}: from a click that narrows a year to one model to its new chart painted, ${clicks.length} times, p50 ${figure(percentile(clicks, 0.5), "ms")}, p95 ${figure(p95, "ms")} (≤ ${CLICK} ms)`;
}

function describeStream({ alone, beside, reads }) {
  const added = beside.most - alone.most;
  const told = ({ p99, most, pieces }) =>
    `p99 ${figure(p99, "ms")}, longest ${figure(most, "ms")} (${pieces} pieces)`;
  return [
    `A stream of the sandbox, from piece to piece: alone ${told(alone)}; while a year was read ${reads} times ${told(beside)}.`,
    `- ${added <= 20 ? "Met" : "Missed"}: the longest wait grows by ${figure(Math.max(0, added), "ms")} (≤ 20 ms)`,
  ].join("\n");
}

const megabytes = (bytes) => figure(bytes / 1e6, "MB");
