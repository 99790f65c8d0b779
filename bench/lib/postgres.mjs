import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { findPostgres } from "../../scripts/postgres.mjs";
import { startRelay } from "./relay.mjs";
import { percentile } from "./statistics.mjs";

const ROOT = join(import.meta.dirname, "../..");
const ROUND_TRIPS = 300;

/**
 * The Postgres that is used, in databases that are made for it and dropped; null when there is none.
 * @returns {Promise<{
 *   create(): Promise<{ url: string, drop(): Promise<void> }>,
 *   keep(name: string): Promise<{ url: string, note: string | null, write(note: string): Promise<void> }>,
 *   roundTrip(): Promise<number>,
 *   away(milliseconds: number): Promise<Pick<Postgres, "create" | "roundTrip"> & { end(): Promise<void> }>,
 * } | null>}
 */
export async function usePostgres() {
  const server = await findPostgres(ROOT);
  if (!server) return null;
  const { Client } = createRequire(join(ROOT, "package.json"))("pg");

  async function connected(work, url = server) {
    const client = new Client({ connectionString: url });
    await client.connect();
    return work(client).finally(() => client.end());
  }

  async function create() {
    const name = `patchbay_bench_${randomBytes(6).toString("hex")}`;
    await connected((client) => client.query(`create database ${name}`));
    const url = new URL(server);
    url.pathname = `/${name}`;
    return {
      url: url.href,
      drop: () => connected((client) => client.query(`drop database if exists ${name} with (force)`)),
    };
  }

  const roundTrip = (url = server) =>
    connected(async (client) => {
      const times = [];
      for (let trip = 0; trip < ROUND_TRIPS; trip++) {
        const since = performance.now();
        await client.query("select 1");
        times.push(performance.now() - since);
      }
      return percentile(times, 0.5);
    }, url);

  return {
    create,
    /** A database that stays, with a note on how far it has come; null when it is new. */
    async keep(name) {
      const note = await connected(async (client) => {
        const { rows } = await client.query(
          "select shobj_description(oid, 'pg_database') as note from pg_database where datname = $1",
          [name],
        );
        if (rows.length === 0) await client.query(`create database ${name}`);
        return rows[0]?.note ?? null;
      });
      const url = new URL(server);
      url.pathname = `/${name}`;
      return {
        url: url.href,
        note,
        write: (text) =>
          connected((client) =>
            client.query(`comment on database ${name} is '${text.replaceAll("'", "''")}'`),
          ),
      };
    },
    /** What the shortest question takes when nothing else is going on, milliseconds. */
    roundTrip: () => roundTrip(),
    /** The same server, so many milliseconds away in each direction. */
    async away(milliseconds) {
      const { hostname, port } = new URL(server);
      const relay = await startRelay({ host: hostname, port: Number(port) || 5432 }, milliseconds);
      const past = (address) => {
        const url = new URL(address);
        url.host = `127.0.0.1:${relay.port}`;
        return url.href;
      };
      return {
        async create() {
          const { url, drop } = await create();
          return { url: past(url), drop };
        },
        roundTrip: () => roundTrip(past(server)),
        end: relay.end,
      };
    },
  };
}
