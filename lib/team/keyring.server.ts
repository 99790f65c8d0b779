import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { authenticateKey, digestOf, isExpired, type KeyHolder } from "./keys.server";

/** Recognizes keys, and asks the database only now and then about those in constant use. */
export type Keyring = {
  /** @throws AppError `invalid_key`, the same for unknown, revoked and expired keys */
  authenticate(token: string | null): Promise<KeyHolder>;
  /** Has every key asked for again: one was changed here. */
  forget(): void;
};

/** Milliseconds a key is believed in after it was asked for; so one revoked elsewhere is refused within a second. */
const TRUST = 900;
/** Keys in use within that time. */
const MOST = 1_000;

export function createKeyring({ db, now }: { db: Db; now: () => Date }): Keyring {
  const known = new Map<string, { holder: Promise<KeyHolder>; until: number }>();

  function ask(digest: string, token: string, at: Date): Promise<KeyHolder> {
    const holder = authenticateKey(db, token, at);
    if (known.size >= MOST) known.clear();
    const entry = { holder, until: at.getTime() + TRUST };
    known.set(digest, entry);
    // Who was refused is looked up again: the key may have been made since.
    holder.catch(() => {
      if (known.get(digest) === entry) known.delete(digest);
    });
    return holder;
  }

  return {
    async authenticate(token) {
      const at = now();
      if (token === null) return authenticateKey(db, token, at);
      const digest = digestOf(token);
      const entry = known.get(digest);
      const isFresh = entry !== undefined && at.getTime() < entry.until;
      const holder = await (isFresh ? entry.holder : ask(digest, token, at));
      if (isExpired(holder, at)) throw new AppError("invalid_key");
      return holder;
    },
    forget: () => known.clear(),
  };
}
