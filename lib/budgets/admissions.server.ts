import "server-only";
import { within } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import type { Lease } from "@/lib/ledger/ledger.server";
import { admit, type Wanted } from "./admit.server";

/** The admissions of one process. */
export type Admissions = {
  /**
   * Puts one on record, with its hold, if all budgets that apply have room for it.
   * @throws AppError `budget_exceeded`, `budget_unbounded` or `budget_stopped`
   */
  admit(wanted: Wanted, at: Date): Promise<void>;
};

type Waiting = { wanted: Wanted; at: Date; done: () => void; fail: (error: unknown) => void };

/** How many share a statement at most: whoever is in it waits for all of it. */
const TOGETHER = 64;
/** Milliseconds after which the others no longer wait for a statement that hangs, as on a connection that is dead. */
const PATIENCE = 2_000;

/**
 * Joins what is admitted at once: while a statement is on its way those that come wait, and go together in the next. The
 * counters that all share are then locked, and the disk is waited for, once for many of them. One by itself waits for nobody.
 */
export function createAdmissions(db: Db, lease: () => Lease): Admissions {
  let waiting: Waiting[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (waiting[0]) {
      const { account } = waiting[0].wanted.opening;
      const together = waiting.filter(({ wanted }) => wanted.opening.account === account).slice(0, TOGETHER);
      waiting = waiting.filter((one) => !together.includes(one));
      await within(PATIENCE, put(together));
    }
    isBusy = false;
  }

  async function put(together: readonly Waiting[]): Promise<void> {
    try {
      const at = together.reduce((latest, one) => (one.at > latest ? one.at : latest), new Date(0));
      const wanted = together.map((one) => one.wanted);
      const refused = await admit(db, wanted, { lease: lease(), at, refused: "left out" });
      for (const { wanted, done, fail } of together) {
        const refusal = refused.get(wanted.opening.id);
        if (refusal) fail(refusal);
        else done();
      }
    } catch (error) {
      // What is wrong with one of them, such as a key that is gone by now, is not the others' fault.
      if (together.length > 1 && isOfItsRows(error)) for (const one of together) await put([one]);
      else for (const { fail } of together) fail(error);
    }
  }

  return {
    admit: (wanted, at) =>
      new Promise((done, fail) => {
        waiting.push({ wanted, at, done, fail });
        void work();
      }),
  };
}

/**
 * Data, a constraint, a lock or a budget, in the database's words: then surely nothing is on record. A statement that took
 * too long is none of these: one by one they would take as long each, one after the other.
 */
function isOfItsRows(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return (
    typeof cause === "object" &&
    cause !== null &&
    "code" in cause &&
    /^(2[23]|40|55|PB)/.test(String(cause.code))
  );
}
