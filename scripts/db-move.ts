// npm run db:move: from the embedded database to the Postgres of DATABASE_URL, with everything.
import { parseArgs } from "node:util";
import {
  describeTallies,
  MIGRATIONS,
  openAsItIs,
  openPostgres,
  readCommandEnvironment,
  runCommand,
} from "@/app/maintenance";
import { BackupError } from "@/lib/db/backup/backup-error";
import { move } from "@/lib/db/backup/copy.server";

const USAGE = `DATABASE_URL=postgres://… npm run db:move -- [--replace]

Copies the embedded database of PATCHBAY_DATA_DIR to the Postgres that DATABASE_URL names. Stop Patchbay first. The
embedded one is left as it is.

  --replace  also where there is something in Postgres; it is gone then`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { replace: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(USAGE);
  const { DATABASE_URL: url, PATCHBAY_DATA_DIR } = readCommandEnvironment();
  if (url === undefined)
    throw new BackupError(
      "Set DATABASE_URL to the Postgres that everything is to move to, in .env or before the command.",
    );
  const source = await openAsItIs({ DATABASE_URL: undefined, PATCHBAY_DATA_DIR });
  try {
    const target = await openPostgres(url);
    try {
      const tallies = await move(source, target, { folder: MIGRATIONS, url, replace: values.replace });
      console.log(
        `${describeTallies(tallies)}\nEverything is in Postgres, row for row. Leave DATABASE_URL set, and start Patchbay.`,
      );
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
});
