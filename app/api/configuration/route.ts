import { encode } from "zod/mini";
import { factsOf } from "@/app/configuration-facts";
import { Configuration } from "@/lib/configuration/api";
import { findingsOf } from "@/lib/configuration/findings";
import { handle } from "../handler";

/** What is on, unsafe and missing in this deployment; never a value of its configuration. */
export const GET = handle("configuration:read", async ({ request, services }) => {
  const { env, engine, upstream, now } = services;
  const status = await upstream.status();
  const facts = factsOf({ env, engine, status, headers: request.headers, now: now() });
  return Response.json(encode(Configuration, { findings: findingsOf(facts) }));
});
