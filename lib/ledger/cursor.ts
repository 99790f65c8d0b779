import { AppError } from "@/lib/core/errors";
import { Id } from "@/lib/core/wire";

/** A place in the list of generations, which is ordered by start and id. */
export type Place = { startedAt: Date; id: string };

const SHAPE = /^([0-9a-z]{1,9})\.([0-9a-f-]{36})$/;

/** A place as text that a client hands back untouched. */
export const encodeCursor = ({ startedAt, id }: Place): string => `${startedAt.getTime().toString(36)}.${id}`;

/** @throws AppError `invalid_request` for text that {@link encodeCursor} did not write */
export function decodeCursor(text: string): Place {
  const [, milliseconds = "", id] = SHAPE.exec(text) ?? [];
  const startedAt = new Date(Number.parseInt(milliseconds, 36));
  if (!Id.safeParse(id).success || id === undefined || Number.isNaN(startedAt.getTime())) {
    throw new AppError("invalid_request", {
      issues: [{ path: "cursor", message: "is not a cursor of this list" }],
    });
  }
  return { startedAt, id };
}
