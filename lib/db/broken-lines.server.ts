import "server-only";
import type { Socket } from "node:net";
import type { Pool, PoolClient } from "pg";

/**
 * Ends a connection on which nothing was heard for so many milliseconds, with whatever waits for it; 0 for never. The
 * library's `query_timeout` gives up a statement and has the next one wait on the same dead line.
 */
export function hangUpAfter(silence: number, client: object): void {
  const { stream } = (client as { connection: { stream: Socket } }).connection;
  stream.setTimeout(silence, () => stream.destroy(new Error(`The database said nothing for ${silence} ms`)));
}

/**
 * Takes connections that break out of the pool, whoever has them: Drizzle never gives back one on which `begin` failed.
 * Its statements are told; without a listener the event would end the process.
 */
export function dropBroken(pool: Pool): void {
  const lent = new Set<PoolClient>();
  pool.on("error", () => {});
  pool.on("acquire", (client) => lent.add(client));
  pool.on("release", (_error, client) => lent.delete(client));
  pool.on("connect", (client) =>
    client.on("error", () => {
      if (!lent.has(client)) return;
      client.release(true);
      // Whoever has it still may give it back.
      client.release = () => {};
    }),
  );
}
