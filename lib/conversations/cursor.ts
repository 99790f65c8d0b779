import { AppError } from "@/lib/core/errors";
import { Id } from "@/lib/core/wire";

/** A place in the list of conversations, which is ordered by pin, last use and id. */
export type Place = { pinned: boolean; updatedAt: Date; id: string };

const SHAPE = /^([01])\.([0-9a-z]{1,9})\.([0-9a-f-]{36})$/;

/** A place as text that a client hands back untouched. */
export const encodeCursor = ({ pinned, updatedAt, id }: Place): string =>
  `${pinned ? 1 : 0}.${updatedAt.getTime().toString(36)}.${id}`;

/** @throws AppError `invalid_request` for text that {@link encodeCursor} did not write */
export function decodeCursor(text: string): Place {
  const [, pinned, milliseconds = "", id] = SHAPE.exec(text) ?? [];
  const updatedAt = new Date(Number.parseInt(milliseconds, 36));
  if (id === undefined || !Id.safeParse(id).success || Number.isNaN(updatedAt.getTime())) {
    throw new AppError("invalid_request", {
      issues: [{ path: "cursor", message: "is not a cursor of this list" }],
    });
  }
  return { pinned: pinned === "1", updatedAt, id };
}
