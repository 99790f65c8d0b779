// npm run restore -- <file> [--replace]: brings back what a backup holds, all of it or nothing.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  describeTallies,
  MIGRATIONS,
  openPostgres,
  readCommandEnvironment,
  runCommand,
} from "@/app/maintenance";
import { restore } from "@/lib/db/backup/copy.server";
import { restoreIntoDirectory } from "@/lib/db/backup/restore-directory.server";

const USAGE = `npm run restore -- <file> [--replace]

Fills the database that DATABASE_URL names, else the one in PATCHBAY_DATA_DIR, with what a backup holds. Stop every
Patchbay that uses it first.

  --replace  also where there is something. What an embedded database held is kept beside it; in Postgres it is gone.`;

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
  });
  const [named, ...more] = positionals;
  if (values.help || named === undefined || more.length > 0) return console.log(USAGE);
  const { DATABASE_URL: url, PATCHBAY_DATA_DIR: directory } = readCommandEnvironment();
  const file = resolve(named);
  const how = { folder: MIGRATIONS, replace: values.replace };
  if (url === undefined) {
    const { tallies, kept } = await restoreIntoDirectory(directory, file, { ...how, at: new Date() });
    console.log(
      `${describeTallies(tallies)}\nRestored into ${directory}, and read again: all of it is there.`,
    );
    if (kept) console.log(`What was there before is kept in ${kept}. Remove it when you no longer need it.`);
    return;
  }
  const database = await openPostgres(url);
  try {
    const tallies = await restore(database, file, { ...how, url });
    console.log(`${describeTallies(tallies)}\nRestored into Postgres, and read again: all of it is there.`);
  } finally {
    await database.close();
  }
});
