import "server-only";
import { randomUUID } from "node:crypto";
import { openAsBlob } from "node:fs";
import { sql } from "drizzle-orm";
import { inject } from "vitest";
import { type Database, openDatabase } from "./client.server";

/** The engines that a test can run on: the embedded one, and the server of TEST_DATABASE_URL when it is set. */
export const TEST_ENGINES = process.env.TEST_DATABASE_URL
  ? (["pglite", "postgres"] as const)
  : (["pglite"] as const);

/** A migrated, empty database of its own for one test file. On Postgres it is a fresh database, dropped by `close`. */
export async function openTestDatabase(engine: (typeof TEST_ENGINES)[number] = "pglite"): Promise<Database> {
  return engine === "pglite" ? openEmbeddedTest() : openOnServer(process.env.TEST_DATABASE_URL ?? "");
}

/** The embedded one, in a thread of its own only for who tests that. */
export const openEmbeddedTest = async (isInThread = false): Promise<Database> =>
  openDatabase({ directory: "memory://", from: await openAsBlob(inject("templates").embedded), isInThread });

async function openOnServer(serverUrl: string): Promise<Database> {
  const name = `patchbay_test_${randomUUID().replaceAll("-", "")}`;
  const server = await openDatabase({ url: serverUrl });
  const template = inject("templates").server ?? "template1";
  await server.db.execute(sql`create database ${sql.identifier(name)} template ${sql.identifier(template)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  // No test pulls the plug on the server itself, so none has to wait for its disk.
  url.searchParams.set("options", "-c synchronous_commit=off");
  const database = await openDatabase({ url: url.href });
  return {
    ...database,
    close: async () => {
      await database.close();
      await server.db.execute(sql`drop database ${sql.identifier(name)} with (force)`);
      await server.close();
    },
  };
}
