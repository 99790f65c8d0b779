import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { mintSecret } from "./canaries/canaries";

/** The server for the tests that need Postgres; empty when there is none. */
export const POSTGRES = process.env.TEST_DATABASE_URL ?? "";

/** Why a test that needs one is skipped. */
export const NO_POSTGRES = "TEST_DATABASE_URL names no Postgres where databases may be created";

/** An empty database of its own on the server of TEST_DATABASE_URL, and the way to be rid of it. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `patchbay_e2e_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(`create database ${name}`);
  const url = new URL(POSTGRES);
  url.pathname = `/${name}`;
  // A server that asks for none takes any.
  if (url.password === "") url.password = mintSecret();
  return { url: url.href, drop: () => asAdmin(`drop database if exists ${name} with (force)`) };
}

/** Takes a database away from all who use it, as an outage does. @returns how to give it back */
export async function cutOff(database: { url: string }): Promise<() => Promise<void>> {
  const name = new URL(database.url).pathname.slice(1);
  await asAdmin(`alter database ${name} with allow_connections false`);
  await asAdmin(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
  );
  return () => asAdmin(`alter database ${name} with allow_connections true`);
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: POSTGRES });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
