import { describeMachine } from "../lib/machine.mjs";
import { figure, table } from "../lib/table.mjs";
import { loadsFor } from "./rates.mjs";

/** Admissions per second that three budgets are to let through, where more than one asks at a time. */
const GOAL = 1_000;

/** What was found, as Markdown. @param firstByte null where it was not measured, for the reason that is missing */
export function describe({ rates, usedUp, firstByte, missing }, { quick, rounds }) {
  return [
    "## Admission: what budgets take",
    `${new Date().toISOString().slice(0, 10)}; ${describeMachine()}. Postgres on the same machine; median of ${rounds} ${rounds === 1 ? "round" : "rounds"}, in each of which all took turns.`,
    "```sh\nnpm run bench -- admission\n```",
    "### Admissions per second",
    "Each puts a generation and its hold on record. With budgets it falls under three hard ones: of its key (of four), of its member and of the workspace, whose counters all admissions share. Every process has ten connections, as a Patchbay has.",
    ratesTable(rates, quick),
    "What comes while a statement is on its way goes together in the next. *One by one* is the same with a statement for each.",
    `Overshoot: none in any of these runs. Budgets that ran out under 200 at a time from four processes admitted exactly the ${usedUp.admitted} that there was room for and refused ${usedUp.refused}${usedUp.failed > 0 ? `; ${usedUp.failed} never got a connection` : ""}.`,
    "### First byte of a stream",
    ...(firstByte ? describeFirstByte(firstByte) : [`Not measured: ${missing}`]),
  ].join("\n\n");
}

function ratesTable(rates, quick) {
  const rows = loadsFor(quick).map((load) => {
    const [none, budgets, alone] = ["none", "budgets", "alone"].map((manner) => rates(load, manner));
    return [
      load.name,
      whole(none.rate),
      whole(budgets.rate),
      `${figure(budgets.rate / none.rate)} ×`,
      figure(budgets.p50),
      figure(budgets.p99),
      load.concurrent === 1 ? "" : budgets.rate >= GOAL ? "met" : "missed",
      whole(alone.rate),
      `${figure(budgets.rate / alone.rate)} ×`,
    ];
  });
  const head = [
    "",
    "no budgets /s",
    "three budgets /s",
    "of it",
    "p50 ms",
    "p99 ms",
    `≥ ${GOAL}/s`,
    "one by one /s",
    "gained",
  ];
  return table(head, rows);
}

function describeFirstByte(places) {
  const rows = places.flatMap(({ where, roundTrip, loads }) =>
    loads.map(({ name, without, within, added }) => [
      where,
      name,
      figure(without),
      figure(within),
      figure(added),
      figure(roundTrip),
      added <= roundTrip ? "met" : "missed",
    ]),
  );
  return [
    "Two Patchbays on Postgres before the same upstream, one with a hard budget for the workspace, its member and each key. Milliseconds, p50. Goal: no more is added than a database round trip (`select 1`, nothing else going on). No statement more is sent for a request with budgets than without; what they add is the database's counting, and waiting for settlements that count at the same time. *Away* is the same server behind a relay that holds every piece back in both directions, as a network does.",
    table(["Postgres", "", "no budgets", "three budgets", "added", "round trip", "added within it"], rows),
  ];
}

const whole = (rate) => Math.round(rate).toLocaleString("en");
