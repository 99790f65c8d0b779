import { CHAT, MESSAGES } from "@/lib/chat/dialects/dialects";
import { AppError } from "@/lib/core/errors";
import { program } from "../program";

/** What only clients of Anthropic send; `/messages/count_tokens`, which they ask for by themselves, is none of our paths. */
const ANTHROPICS = ["anthropic-version", "x-api-key"];

/** A mistyped path gets an error in the shape that the program reads which asks. */
const nothing = program<{ unknown: string[] }>(
  async () => {
    throw new AppError("not_found");
  },
  ({ headers }) => (ANTHROPICS.some((name) => headers.has(name)) ? MESSAGES : CHAT),
);

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
