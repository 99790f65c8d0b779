import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

const KEY = Symbol.for("patchbay.request-ids");
const holder = globalThis as { [KEY]?: AsyncLocalStorage<string> };

/** One for the process: Next loads this module several times, and what runs for a request goes through all of them. */
function running(): AsyncLocalStorage<string> {
  holder[KEY] ??= new AsyncLocalStorage();
  return holder[KEY];
}

/** Words that a proxy or a program calls its request by; anything longer or stranger is not repeated anywhere. */
const SANE = /^[A-Za-z0-9][\w.:/+=@-]{0,127}$/;

/** What a request is called, by whoever stands before us or by us. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given !== null && SANE.test(given) ? given : randomUUID();
}

/** Does something for a request: whatever is logged meanwhile bears its id. */
export const forRequest = <Result>(id: string, work: () => Result): Result => running().run(id, work);

/** The request that is served here and now; undefined for what runs by the clock. */
export const currentRequestId = (): string | undefined => running().getStore();
