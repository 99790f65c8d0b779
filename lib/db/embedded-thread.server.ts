import "server-only";
import { existsSync } from "node:fs";
import { join } from "node:path";
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
 * A thread that crashed is replaced when something is asked next; only what was under way is lost, and told so.
 * @param from a dump of another one that a new one begins as
 */
export async function openInThread(directory: string, from?: Blob): Promise<EngineInThread> {
  let thread = await start({ directory, from: await from?.arrayBuffer() });
  let replacing: Promise<Thread> | null = null;
  let isClosed = false;
  // What was in memory went with its thread.
  const isReplaced = () => thread.isGone() && !isClosed && !directory.startsWith("memory:");

  /** Two at once would write to the same files: one that fails is ended for certain before there is another. */
  function replace(): Promise<Thread> {
    replacing ??= thread
      .end()
      .then(() => {
        // In an empty place the engine would begin anew, as if there had never been anything.
        if (!existsSync(join(directory, "PG_VERSION")))
          throw new Error("The embedded database has crashed, and its files are gone.");
        return start({ directory });
      })
      .then((started) => {
        thread = started;
        return started;
      })
      .finally(() => {
        replacing = null;
      });
    return replacing;
  }
  const living = (): Thread | Promise<Thread> => (isReplaced() ? replace() : thread);
  const call: Thread["call"] = async (name, args) => (await living()).call(name, args);

  let transactions = 0;
  return {
    ...clientOf(call),
    async transaction(work) {
      const transaction = ++transactions;
      const own = await living();
      await own.call("begin", { transaction });
      let value: Awaited<ReturnType<typeof work>>;
      try {
        value = await work(clientOf(own.call, transaction));
      } catch (error) {
        // Whatever a crash left of it, the engine takes back when it starts again.
        if (!own.isGone()) await own.call("end", { transaction, isKept: false });
        throw error;
      }
      await own.call("end", { transaction, isKept: true });
      return value;
    },
    async close() {
      isClosed = true;
      await replacing?.catch(() => {});
      if (!thread.isGone()) await thread.call("close");
      await thread.end();
    },
  };
}

const clientOf = (call: Thread["call"], transaction?: number): Client => ({
  query: (text, params = [], { rowMode, parsers = {} } = {}) =>
    // Functions do not travel. All that Drizzle has hand over a text as it is, for Drizzle to read.
    call("query", { text, params, rowMode, unparsed: Object.keys(parsers), transaction }),
});

type Thread = ReturnType<typeof startWorker>;

async function start(what: { directory: string; from?: ArrayBuffer | undefined }): Promise<Thread> {
  const thread = startWorker();
  try {
    await thread.call("open", what);
    return thread;
  } catch (error) {
    await thread.end();
    throw error;
  }
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
