import "server-only";
import { join } from "node:path";
import { type Database, openDatabase } from "@/lib/db/client.server";
import { acquireDirectoryLock } from "@/lib/db/lock.server";
import { migrate } from "@/lib/db/migrate.server";
import { ensureLocalOwner } from "@/lib/team/members.server";
import type { Environment } from "./env";

/** There may be very many functions, and one that is frozen keeps its connections: few, and closed soon. */
const IN_A_FUNCTION = { connections: 5, idleTimeout: 5_000 };

/**
 * Opens the database that the environment names, brings it up to date and puts the local owner into it.
 * The embedded engine's directory is locked first, and closing releases it.
 * @throws DirectoryLockError when another process has the directory, or it cannot be written
 */
export async function openStorage(
  env: Pick<Environment, "DATABASE_URL" | "PATCHBAY_DATA_DIR" | "VERCEL">,
): Promise<Database> {
  const { DATABASE_URL: url, PATCHBAY_DATA_DIR: directory } = env;
  const lock = url === undefined ? await acquireDirectoryLock(directory) : null;
  let database: Database | undefined;
  const close = async () => {
    await database?.close();
    await lock?.release();
  };
  try {
    const location =
      url === undefined
        ? { directory: join(directory, "database") }
        : { url, ...(env.VERCEL && IN_A_FUNCTION) };
    database = await openDatabase(location);
    await migrate(database, join(process.cwd(), "lib/db/migrations"), url);
    await ensureLocalOwner(database.db);
    return { ...database, close };
  } catch (error) {
    await close();
    throw error;
  }
}
