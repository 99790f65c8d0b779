import { AppError } from "./errors";
import { Id } from "./wire";

/** An id from an address. @throws AppError `not_found`: what has no id of ours cannot exist */
export function requireId(text: string): string {
  const id = Id.safeParse(text);
  if (!id.success) throw new AppError("not_found");
  return id.data;
}
