import "server-only";
import { after } from "next/server";
import type { Dialect } from "@/lib/chat/dialects/dialect";
import { complete } from "./complete";
import { PassingResponse } from "./passing-response";
import type { Context } from "./program";

/** The way through Next; `app/entrance.ts` is the short one. */
export function throughNext(dialect: Dialect): (context: Context) => Promise<Response> {
  const answer = complete(dialect);
  return async (context) => {
    const response = await answer(context);
    // Where functions are frozen after their response, this keeps them awake until the answer is settled; it also
    // holds the request, whose signal would no longer hear that the caller leaves once it was collected.
    after(() => context.services.runner.idle());
    return response instanceof PassingResponse ? response.toWeb() : response;
  };
}
