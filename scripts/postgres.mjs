import { createRequire } from "node:module";
import { join } from "node:path";

const LOCAL = "postgres://postgres@127.0.0.1:5432/postgres";

/**
 * The server for the tests that need Postgres; each uses a database of its own and drops it.
 * @returns {Promise<string | undefined>}
 */
export async function findPostgres(root) {
  if (process.env.TEST_DATABASE_URL) {
    console.log("Postgres: the server of TEST_DATABASE_URL.");
    return process.env.TEST_DATABASE_URL;
  }
  const { Client } = createRequire(join(root, "package.json"))("pg");
  const client = new Client({ connectionString: LOCAL, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.query("select 1");
    console.log("Postgres: the server on 127.0.0.1:5432, in throw-away databases.");
    return LOCAL;
  } catch {
    console.log(
      "Postgres: none found, so the tests on it are skipped; the embedded database runs them all.\n" +
        "  To include them, set TEST_DATABASE_URL to a server where databases may be created.",
    );
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}
