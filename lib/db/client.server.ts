import "server-only";
import { entityKind } from "drizzle-orm";
import type { NodePgQueryResultHKT } from "drizzle-orm/node-postgres";
import type { PgDatabase } from "drizzle-orm/pg-core";
import { dropBroken, hangUpAfter } from "./broken-lines.server";
import * as schema from "./schema";

/**
 * Either engine behind one type. What both do alike is safe to use; raw results differ in places
 * (`int8` and `count` are text in one and numbers in the other), so map them explicitly.
 */
export type Db = PgDatabase<NodePgQueryResultHKT, typeof schema>;
export type Transaction = Parameters<Parameters<Db["transaction"]>[0]>[0];

export type Engine = "pglite" | "postgres";

/** The engine behind it, for whoever was handed the database alone. */
export const engineOf = (db: Db): Engine =>
  (db.constructor as { [entityKind]?: string })[entityKind] === "PgliteDatabase" ? "pglite" : "postgres";

/** Connections of this process, and statements that wait for one. */
export type PoolFigures = { total: number; idle: number; waiting: number };

export type Database = {
  db: Db;
  engine: Engine;
  /** Null for the embedded engine, which has none. */
  pool(): PoolFigures | null;
  close(): Promise<void>;
};

/** A Postgres server by its connection string, or the embedded engine in a directory (`memory://` for tests). */
export type DatabaseLocation = ({ url: string } & PoolOptions) | EmbeddedLocation;

type EmbeddedLocation = {
  directory: string;
  /** A dump of another one that a new one begins as. */
  from?: Blob;
  /** False spares a test the start of a thread, and has everything wait while a statement is worked out. */
  isInThread?: boolean;
};

export type PoolOptions = {
  /** Milliseconds a statement may take, 0 for as long as it likes. */
  statementTimeout?: number;
  /** The most connections that this process has open. */
  connections?: number;
  /** Milliseconds until a connection that nobody uses is closed. */
  idleTimeout?: number;
  /** Milliseconds after which a server that says nothing is taken for gone, 0 for never. */
  silence?: number;
};

/** What a server that lives says that a statement took too long within, milliseconds more than the statement may take. */
const GRACE = 5_000;

const OPTIONS = { schema, casing: "snake_case" } as const;

/** Opens the database; the caller migrates. The embedded engine must be guarded against a second process. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  return "url" in location ? openPostgres(location) : openEmbedded(location);
}

async function openPostgres({
  url,
  statementTimeout = 30_000,
  connections = 10,
  idleTimeout = 10_000,
  silence = statementTimeout && statementTimeout + GRACE,
}: { url: string } & PoolOptions): Promise<Database> {
  const [{ Pool }, { drizzle }] = await Promise.all([import("pg"), import("drizzle-orm/node-postgres")]);
  const pool = new Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis: idleTimeout,
    connectionTimeoutMillis: 5_000,
    // So that who waits for long, as migrations do, learns of a machine that is gone, and no firewall forgets them.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    async onConnect(client) {
      hangUpAfter(silence, client);
      // As a parameter of the connection it would be refused by poolers such as PgBouncer.
      await client.query(`set statement_timeout = ${statementTimeout}`);
    },
  });
  dropBroken(pool);
  return {
    db: drizzle(pool, OPTIONS),
    engine: "postgres",
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}

async function openEmbedded({ directory, from, isInThread = true }: EmbeddedLocation): Promise<Database> {
  const [{ openInThread }, { PGlite }, { drizzle }] = await Promise.all([
    import("./embedded-thread.server"),
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
  ]);
  const client = isInThread
    ? await openInThread(directory, from)
    : await PGlite.create(directory, from ? { loadDataDir: from } : {});
  return {
    // Clients and databases differ only in what nothing of ours relies on, such as the type of a raw result.
    db: drizzle({ client: client as InstanceType<typeof PGlite>, ...OPTIONS }) as unknown as Db,
    engine: "pglite",
    pool: () => null,
    close: () => client.close(),
  };
}
