import { MESSAGES } from "@/lib/chat/dialects/dialects";
import { AppError } from "@/lib/core/errors";
import { program } from "../program";

type Params = { unknown: string[] };

const refuse = async (): Promise<Response> => {
  throw new AppError("not_found");
};
const inOpenRoutersShape = program<Params>(refuse);
const inAnthropicsShape = program<Params>(refuse, MESSAGES);

/** What only clients of Anthropic send; `/messages/count_tokens`, which they ask for by themselves, is none of our paths. */
const ANTHROPICS = ["anthropic-version", "x-api-key"];

/** A mistyped path gets an error in the shape that the program reads which asks. */
const nothing: typeof inOpenRoutersShape = (request, route) =>
  (ANTHROPICS.some((name) => request.headers.has(name)) ? inAnthropicsShape : inOpenRoutersShape)(
    request,
    route,
  );

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
