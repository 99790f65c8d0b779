import "server-only";
import { AppError } from "@/lib/core/errors";
import { type Again, type AnsweredAgain, findAnswer, type Named } from "@/lib/team/kept-answers.server";
import { noteUse } from "@/lib/team/keys.server";
import { tellIds } from "./ids";
import type { Context } from "./program";

/** Says that an answer is the one to an earlier request. */
const REPLAYED = "idempotent-replayed";

/**
 * Makes a request that its program named once, however often and wherever it is sent: `first` is asked only when nothing
 * is known under that name. `give` makes a response of what is.
 * @throws AppError how the first one failed, `request_running`, `idempotency_key_reused`
 */
export async function onceOnly(
  named: Named | null,
  { services, holder, always }: Pick<Context, "services" | "holder" | "always">,
  { first, give }: { first: () => Promise<Response>; give: (again: AnsweredAgain) => Response },
): Promise<Response> {
  if (named === null) return first();
  const { db, now, onError } = services;

  async function again(found: Again): Promise<Response> {
    noteUse(db, holder, now()).catch((error: unknown) => onError("a key's use could not be noted", error));
    // What was announced of this request was not what was sent.
    for (const name of [...always.keys()]) always.delete(name);
    for (const [name, value] of Object.entries(found.announced)) always.set(name, value);
    always.set(REPLAYED, "true");
    tellIds(found, always);
    if ("failure" in found) throw AppError.from(found.failure);
    return give(found);
  }

  const known = await findAnswer(db, named, now());
  if (known) return again(known);
  try {
    return await first();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "request_running") throw error;
    // Another came between the look and the leap, and may even have ended.
    const other = await findAnswer(db, named, now());
    if (!other) throw error;
    return again(other);
  }
}
