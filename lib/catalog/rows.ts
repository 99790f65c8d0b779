import { AppError } from "@/lib/core/errors";
import { readFields } from "@/lib/openrouter/read-json";

/**
 * The rows in an answer to `GET /models`: its `data`, or the answer itself.
 * @throws AppError `upstream_garbled` when there is no list in it
 */
export function readRows(answer: unknown): readonly unknown[] {
  const rows = Array.isArray(answer) ? answer : readFields(answer).data;
  if (!Array.isArray(rows))
    throw new AppError("upstream_garbled", {}, { message: "OpenRouter sent no list of models." });
  return rows;
}

/** Below this many models a list may well lose most of them. */
const FEW = 20;

/**
 * An answer that lost nearly everything is an accident of the upstream, not news.
 * @throws AppError `upstream_empty` or `upstream_garbled`
 */
export function refuseLoss(before: number, after: number): void {
  if (after === 0)
    throw new AppError("upstream_empty", {}, { message: "OpenRouter sent an empty list of models." });
  if (before < FEW || after * 10 >= before) return;
  throw new AppError(
    "upstream_garbled",
    {},
    { message: `OpenRouter's list shrank from ${before} models to ${after}.` },
  );
}
