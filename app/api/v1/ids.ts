import "server-only";
import type { Ids } from "@/lib/team/kept-answers.server";

/** What a program may ask by for what it got, be it an answer or an error. */
export function tellIds({ generationId, upstreamId }: Ids, headers: Headers): void {
  headers.set("x-patchbay-generation", generationId);
  // One that no header can hold stays in the body.
  if (upstreamId !== null && VISIBLE.test(upstreamId)) headers.set("x-generation-id", upstreamId);
}

const VISIBLE = /^[\x21-\x7e]+$/;
