import "server-only";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate as migrateEmbedded } from "drizzle-orm/pglite/migrator";
import type { TestProject } from "vitest/node";
import { openDatabase } from "./client.server";
import { migrate } from "./migrate.server";
import { SMALL, WITHOUT_TEMPLATES } from "./testing-small";

const MIGRATIONS = "lib/db/migrations";

declare module "vitest" {
  interface ProvidedContext {
    /** A file and a database that hold the tables and nothing else, to be copied; null where there is no server. */
    templates: { embedded: string; server: string | null };
  }
}

/** Makes for each engine one migrated, empty database: copying it takes a fraction of making another. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "patchbay-unit-"));
  const embedded = join(folder, "empty.tar");
  const url = process.env.TEST_DATABASE_URL;
  // One after the other: the embedded one holds this thread for seconds, in which a connection would be given up.
  const server = url ? await makeOnServer(url) : null;
  await makeEmbedded(embedded);
  provide("templates", { embedded, server: server?.name ?? null });
  return async () => {
    await Promise.all([rm(folder, { recursive: true, force: true }), server?.drop()]);
  };
}

async function makeEmbedded(file: string): Promise<void> {
  const client = await PGlite.create("memory://", SMALL);
  await migrateEmbedded(drizzle(client), { migrationsFolder: MIGRATIONS });
  for (const statement of WITHOUT_TEMPLATES) await client.query(statement);
  const dump = await client.dumpDataDir("none");
  await writeFile(file, Buffer.from(await dump.arrayBuffer()));
  await client.close();
}

async function makeOnServer(serverUrl: string): Promise<{ name: string; drop: () => Promise<void> }> {
  const name = `patchbay_template_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: ReturnType<typeof sql>): Promise<void> => {
    const server = await openDatabase({ url: serverUrl });
    await server.db.execute(statement);
    await server.close();
  };
  await run(sql`create database ${sql.identifier(name)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href });
  await migrate(database, MIGRATIONS, url.href);
  await database.close();
  return { name, drop: () => run(sql`drop database ${sql.identifier(name)} with (force)`) };
}
