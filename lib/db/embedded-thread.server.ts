import "server-only";
import { Worker } from "node:worker_threads";

type Options = { rowMode?: "array" | "object"; parsers?: Readonly<Record<number, unknown>> };
/** Of PGlite's client, what Drizzle asks for within a transaction. */
type Client = { query(text: string, params?: unknown[], options?: Options): Promise<unknown> };
/** And outside of one. */
export type EngineInThread = Client & {
  transaction<Value>(work: (client: Client) => Promise<Value>): Promise<Value>;
  /** Once all is done that was asked before. */
  close(): Promise<void>;
};

/**
 * Opens PGlite in a thread of its own. It works out a statement in one piece, and what shares its thread stands still
 * meanwhile: streams would, for as long as somebody reads a year of spend.
 * @param from a dump of another one that a new one begins as
 */
export async function openInThread(directory: string, from?: Blob): Promise<EngineInThread> {
  const { call, end, isGone } = startWorker();
  const clientOf = (transaction?: number): Client => ({
    query: (text, params = [], { rowMode, parsers = {} } = {}) =>
      // Functions do not travel. All that Drizzle has hand over a text as it is, for Drizzle to read.
      call("query", { text, params, rowMode, unparsed: Object.keys(parsers), transaction }),
  });
  let transactions = 0;
  await call("open", { directory, from: await from?.arrayBuffer() });
  return {
    ...clientOf(),
    async transaction(work) {
      const transaction = ++transactions;
      await call("begin", { transaction });
      let value: Awaited<ReturnType<typeof work>>;
      try {
        value = await work(clientOf(transaction));
      } catch (error) {
        await call("end", { transaction, isKept: false });
        throw error;
      }
      await call("end", { transaction, isKept: true });
      return value;
    },
    close: async () => {
      if (!isGone()) await call("close");
      await end();
    },
  };
}

type Answer = { id: number; value?: unknown; error?: { message: string } };
type Asked = { resolve(value: unknown): void; reject(error: Error): void };

/** Asks a new worker, which keeps the process alive only while it has something to do. */
function startWorker() {
  // Plain JavaScript, which needs nothing of what reads TypeScript here.
  const worker = new Worker(new URL("./embedded-worker.mjs", import.meta.url), { execArgv: [] });
  const waiting = new Map<number, Asked>();
  let last = 0;
  let gone: Error | null = null;

  function fail(error: Error): void {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  }
  const crash = (cause: unknown) => fail(new Error("The embedded database has crashed.", { cause }));

  worker.on("message", ({ id, value, error }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (error) asked?.reject(Object.assign(new Error(error.message), error));
    else asked?.resolve(value);
  });
  worker.on("error", crash);
  worker.on("messageerror", (error) => {
    crash(error);
    void worker.terminate();
  });
  worker.on("exit", (code) => crash(new Error(`Its thread ended with ${code}.`)));

  return {
    call: (name: string, args: object = {}): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (gone) throw gone;
        const id = ++last;
        worker.postMessage({ id, name, args });
        worker.ref();
        waiting.set(id, { resolve, reject });
      }),
    async end(): Promise<void> {
      fail(new Error("The embedded database is closed."));
      await worker.terminate();
    },
    isGone: () => gone !== null,
  };
}
