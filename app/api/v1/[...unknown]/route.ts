import { AppError } from "@/lib/core/errors";
import { program } from "../program";

/** A mistyped path gets an error in the shape that programs read. */
const nothing = program<{ unknown: string[] }>(async () => {
  throw new AppError("not_found");
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
