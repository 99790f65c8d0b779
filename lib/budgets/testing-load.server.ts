import "server-only";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Db } from "@/lib/db/client.server";
import { settle } from "@/lib/ledger/ledger.server";
import { aLease, anEnding, NO_FACTS, usageOf } from "@/lib/ledger/testing.server";
import { createAdmissions } from "./admissions.server";
import { admitOne, anOpening } from "./testing.server";

export type Load = {
  memberId: string;
  keyIds: readonly string[];
  /** Of the whole run. */
  reservations: number;
  /** How many are under way at a time. */
  concurrent: number;
};
export type Tally = { admitted: number; refused: number; failures: string[] };

/** Reserves and settles as programs do at their worst: everything at once, and no two alike. */
export async function putLoad(db: Db, { memberId, keyIds, reservations, concurrent }: Load): Promise<Tally> {
  const tally: Tally = { admitted: 0, refused: 0, failures: [] };
  const admissions = createAdmissions(db, () => aLease("me"));
  let begun = 0;
  async function reserve(): Promise<void> {
    const index = begun;
    const amount = 1 + Math.floor(Math.random() * 40);
    const opening = anOpening(`0.${String(amount).padStart(4, "0")}`, {
      memberId,
      keyId: keyIds[index % keyIds.length] ?? "",
    });
    // As requests without limits of their own are admitted, and, every fourth, as those with some.
    await patiently<unknown>(() =>
      index % 4 === 3 ? admitOne(db, opening, new Date()) : admissions.admit({ opening }, new Date()),
    );
    tally.admitted += 1;
    // Some cost all that was held, some nothing, and some are turned away.
    const cost = ["0", `0.${String(amount).padStart(4, "0")}`, `0.${String(amount).padStart(5, "0")}`][
      index % 3
    ];
    const upstreamId = `gen-${newId()}`;
    const ending =
      index % 10 === 9
        ? { usage: null, upstreamId: null, billed: "nothing" as const }
        : { usage: usageOf(cost ?? null), upstreamId };
    await patiently(() => settle(db, opening.id, "me", anEnding(ending), NO_FACTS));
  }
  const worker = async () => {
    while (begun < reservations) {
      begun += 1;
      await reserve().catch((error: unknown) => {
        if (error instanceof AppError && error.code === "budget_exceeded") tally.refused += 1;
        else tally.failures.push(causeOf(error));
      });
    }
  };
  await Promise.all(Array.from({ length: concurrent }, worker));
  return tally;
}

/** More ask at a time than there are connections; on a busy machine some wait longer than a pool lets them. */
async function patiently<Found>(work: () => Promise<Found>): Promise<Found> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!/timeout exceeded when trying to connect|connection timeout/.test(causeOf(error))) throw error;
    }
  }
}

const causeOf = (error: unknown): string => String((error as { cause?: unknown }).cause ?? error);

export const totalOf = (tallies: readonly Tally[]): Tally => ({
  admitted: tallies.reduce((sum, { admitted }) => sum + admitted, 0),
  refused: tallies.reduce((sum, { refused }) => sum + refused, 0),
  failures: tallies.flatMap(({ failures }) => failures),
});

/** Limits that so many reservations use up: first those of keys, then the others. */
export const limitsFor = (reservations: number) => ({
  workspace: (reservations * 0.0005).toFixed(6),
  member: (reservations * 0.00048).toFixed(6),
  key: (reservations * 0.00014).toFixed(6),
});
