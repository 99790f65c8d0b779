import { AppError } from "@/lib/core/errors";
import { open } from "../handler";

/** Programs that mistype a path get JSON as from every other path, not a page. */
const nothing = open({}, async () => {
  throw new AppError("not_found");
});

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
