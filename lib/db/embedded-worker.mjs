import { parentPort } from "node:worker_threads";
import { PGlite, types } from "@electric-sql/pglite";

let engine;
/** Those that are open: the client of each, and what ends it. */
const transactions = new Map();

/** What `embedded-thread.server.ts` asks for. Each is answered once, with what it comes to or what it throws. */
const calls = {
  async open({ directory, from }) {
    engine = await PGlite.create(directory, {
      ...(from && { loadDataDir: new Blob([from]) }),
      // The engine's own go byte by byte, which took most of the time of a server that keeps eight streams.
      serializers: { [types.BYTEA]: toHex },
      parsers: { [types.BYTEA]: fromHex },
    });
  },

  query({ text, params, rowMode, unparsed, transaction }) {
    const client = transaction === undefined ? engine : transactions.get(transaction)?.client;
    if (client === undefined) throw new Error("Transaction is closed");
    return client.query(text, params, { rowMode, parsers: asText(unparsed) });
  },

  /** The engine's own transaction, held open until `end`. */
  begin: ({ transaction }) =>
    new Promise((begun, failed) => {
      const ended = engine.transaction(
        (client) =>
          new Promise((commit, rollback) => {
            transactions.set(transaction, { client, commit, rollback, ended });
            begun();
          }),
      );
      ended.catch(failed);
    }),

  async end({ transaction, isKept }) {
    const { commit, rollback, ended } = transactions.get(transaction);
    transactions.delete(transaction);
    if (isKept) {
      commit();
      await ended;
      return;
    }
    const unwanted = new Error("Transaction is rolled back");
    rollback(unwanted);
    await ended.catch((error) => {
      if (error !== unwanted) throw error;
    });
  },

  close: () => engine.close(),
};

/** Bytes as Postgres writes them. */
const toHex = (bytes) =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
const fromHex = (text) => new Uint8Array(Buffer.from(text.slice(2), "hex"));

const asIs = (text) => text;
const asText = (types) => Object.fromEntries(types.map((type) => [type, asIs]));

/** After these nothing that the engine is asked is answered any more: it has given up, or its program has failed. */
const isLast = (error) =>
  error?.severity === "PANIC" || error?.severity === "FATAL" || error instanceof WebAssembly.RuntimeError;

/** Of an error only its message would travel. What was asked stays here: it holds functions, which cannot. */
function describe(error) {
  // The engine's file system throws plain objects.
  if (!(error instanceof Error)) return { message: String(error?.message ?? error?.name ?? error) };
  const { query, params, queryOptions, ...own } = error;
  return { ...own, name: error.name, message: error.message, stack: error.stack };
}

parentPort.on("message", async ({ id, name, args }) => {
  try {
    parentPort.postMessage({ id, value: await calls[name](args) });
  } catch (error) {
    // This ends the thread, which whoever waits is told, and lets whoever asks next start another. It is no answer:
    // what was being committed may be on record when the engine has started again.
    if (isLast(error)) throw error;
    parentPort.postMessage({ id, error: describe(error) });
  }
});
parentPort.on("messageerror", (error) => {
  throw error;
});
