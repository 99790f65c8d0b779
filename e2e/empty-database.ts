import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { SMALL, WITHOUT_TEMPLATES } from "@/lib/db/testing-small";

/** Where the workers find it. */
const PLACE = "PATCHBAY_E2E_EMPTY_DATABASE";

/** The data directory of a Patchbay that was started once and has done nothing; a copy costs a tenth of another one. */
export const emptyDatabase = (): string => process.env[PLACE] ?? "";

/** Playwright's global set-up. */
export default async function setup(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "patchbay-e2e-empty-"));
  const client = await PGlite.create(join(directory, "database"), SMALL);
  await migrate(drizzle(client), { migrationsFolder: "lib/db/migrations" });
  for (const statement of WITHOUT_TEMPLATES) await client.query(statement);
  await client.close();
  process.env[PLACE] = directory;
  return () => rm(directory, { recursive: true, force: true });
}
