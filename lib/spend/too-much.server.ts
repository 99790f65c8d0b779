import "server-only";
import { eq } from "drizzle-orm";
import { AppError } from "@/lib/core/errors";
import { cutTime } from "@/lib/core/period";
import type { Transaction } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import type { Piece } from "./cover";

/** SQLSTATE of a statement that was ended, since it took longer than one may. */
const ENDED = "57014";

export const tookTooLong = (error: unknown): boolean =>
  error instanceof Error && [error, error.cause].some((one) => (one as { code?: unknown })?.code === ENDED);

/** Tells what can be done. @param progress how far what is missing has come; null where nobody knows */
export function tooMuch(isRolled: boolean, progress: Progress | null = null): AppError {
  if (!isRolled) {
    const message = "choose a shorter time for this combination of groups and filters, or fewer of them";
    return new AppError("invalid_request", { issues: [{ path: "span", message }] });
  }
  const how = progress ? `: ${progress.built} of ${progress.due} days are done` : "";
  const message = `These figures are being summed up for the first time${how}. Try again in some minutes.`;
  return new AppError("unavailable", { retryAfter: 60 }, { message });
}

type Progress = { built: number; due: number };
type Asked = {
  account: string;
  pieces: readonly Piece[];
  timeZone: string;
  begin: Date;
  to: Date;
  now: Date;
};

/** How many whole days of a time are there, of those in which anything may have run; null when all are. */
export async function readProgress(
  tx: Transaction,
  { account, pieces, timeZone, begin, to, now }: Asked,
): Promise<Progress | null> {
  const [first] = await tx
    .select({ startedAt: generation.startedAt })
    .from(generation)
    .where(eq(generation.account, account))
    .orderBy(generation.startedAt)
    .limit(1);
  const [since, until] = [first?.startedAt ?? now, new Date(Math.min(to.getTime(), now.getTime()))];
  // The first piece and the last are parts of a day.
  const cuts = cutTime(new Date(begin.getTime() - 1), new Date(until.getTime() + 1), "day", timeZone).slice(
    1,
    -1,
  );
  const due = cuts.slice(1).filter((end) => end > since).length;
  const built = pieces.filter(({ name, to: end }) => name === timeZone && end > since.getTime()).length;
  return built < due ? { built, due } : null;
}
