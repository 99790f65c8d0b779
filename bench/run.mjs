// npm run bench -- [names] [options]: measures Patchbay beside what it could be instead. Never part of npm test.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "../scripts/build.mjs";
import { ensureInstalled } from "../scripts/install.mjs";
import { endWith, Stop } from "../scripts/stop.mjs";

const ROOT = join(import.meta.dirname, "..");

/** By name: what it measures. Each module has a `bench` that takes the options below. */
const BENCHES = {
  pipe: { what: "what the gateway adds to a stream", load: () => import("./pipe/pipe.mjs") },
  picker: { what: "choosing among 700 models", load: () => import("./picker/picker.mjs") },
  panes: {
    what: "eight panes at once, and a very long conversation",
    load: () => import("./panes/panes.mjs"),
  },
  admission: {
    what: "how many requests budgets admit, and what that takes of a stream's first byte",
    load: () => import("./admission/admission.mjs"),
  },
  spend: { what: "what the pages of spend and generations ask", load: () => import("./spend/spend.mjs") },
};

const HELP = `npm run bench -- [names] [options]

${Object.entries(BENCHES)
  .map(([name, { what }]) => `  ${name.padEnd(18)} ${what}`)
  .join("\n")}

  --quick            about a minute, without docs/benchmarks.md; everything takes about half an hour
  --rounds <number>  how often all take turns (3; quick: 1)
  --targets <ids>    only these, separated by commas
  --load <words>     only loads with these words in their name, such as "flat out"
  --generations <n>  spend: how many it seeds into Postgres (300000; quick: 30000)
  --beside <n>       spend: asks the same of so many, too, and tells how much longer the answers of more take
  --parts <names>    spend: only these of api, explorer and pglite, separated by commas
  --keep             spend: leaves its database on Postgres there, goes on with one that is not complete, and uses
                     it again when as many generations are asked for
  --only <name>      the same as the name alone
  --no-build         measures the last build, whatever it was made from
  --profile <folder> has every target write a processor profile there

For spend at ten million generations, make the database beforehand, at any time, and measure when the machine is at rest:

  npm run bench -- spend --generations 10000000 --beside 1000000 --keep --parts explorer --rounds 1
  npm run bench -- spend --generations 10000000 --beside 1000000 --keep

On two cores the first takes about fifteen minutes for the ledger and as many for its roll-ups (16 GB of disk), the
second some twenty: three rounds of api and explorer ten minutes, pglite, of 300,000, as many.`;

await endWith(async () => {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(HELP);
  const names = [...positionals, ...(values.only ?? [])];
  const stray = names.find((name) => !Object.hasOwn(BENCHES, name));
  if (stray) throw new Stop(`${stray} is not known.\n\n${HELP}`);
  await ensureInstalled(ROOT);
  if (!values["no-build"]) await ensureBuilt(ROOT);
  for (const [name, { what, load }] of Object.entries(BENCHES)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.log(`\n── ${name}: ${what} ──`);
    const { bench } = await load();
    await bench(optionsFrom(values));
  }
});

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean" },
        quick: { type: "boolean" },
        rounds: { type: "string" },
        targets: { type: "string" },
        load: { type: "string" },
        generations: { type: "string" },
        parts: { type: "string" },
        keep: { type: "boolean" },
        beside: { type: "string" },
        only: { type: "string", multiple: true },
        "no-build": { type: "boolean" },
        profile: { type: "string" },
      },
    });
  } catch (error) {
    throw new Stop(`${error.message}\n\n${HELP}`);
  }
}

function optionsFrom({ quick = false, keep = false, load, profile, ...given }) {
  const rounds = numberOf("rounds", given.rounds ?? (quick ? 1 : 3), 1, 100);
  const generations = numberOf(
    "generations",
    given.generations ?? (quick ? 30_000 : 300_000),
    1_000,
    20_000_000,
  );
  const beside =
    given.beside === undefined ? undefined : numberOf("beside", given.beside, 1_000, generations - 1);
  return {
    ...{ quick, keep, load, profile, rounds, generations, beside },
    ...{ targets: given.targets?.split(","), parts: given.parts?.split(",") },
  };
}

function numberOf(option, text, least, most) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least || count > most)
    throw new Stop(`--${option} must be ${least} to ${most}.`);
  return count;
}
