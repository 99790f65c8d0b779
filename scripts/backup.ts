// npm run backup -- [file]: everything that is worth keeping, as of one moment, in one file.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  describeTallies,
  MIGRATIONS,
  openAsItIs,
  readCommandEnvironment,
  runCommand,
} from "@/app/maintenance";
import { backUp } from "@/lib/db/backup/copy.server";

const USAGE = `npm run backup -- [file]

Writes what the database holds into a file (backups/patchbay-<time>.jsonl.gz), and checks it by reading it again.
A Postgres is copied while Patchbay runs. The embedded database has one process: stop Patchbay first.`;

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values.help || positionals.length > 1) return console.log(USAGE);
  const at = new Date();
  const name = `patchbay-${at.toISOString().slice(0, 19).replaceAll(":", "-")}Z.jsonl.gz`;
  const file = resolve(positionals[0] ?? `backups/${name}`);
  const database = await openAsItIs(readCommandEnvironment());
  try {
    const tallies = await backUp(database, file, { folder: MIGRATIONS, at });
    console.log(`${describeTallies(tallies)}\nWritten to ${file}, and read again: it is whole.`);
  } finally {
    await database.close();
  }
});
