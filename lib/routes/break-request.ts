import { z } from "zod";
import { PROVIDER_SLUG } from "@/lib/routing/preferences";
import { FAULTS } from "./break-api";
import { RouteSpec } from "./spec-request";

const Version = z.number().int().min(1);
const Fault = z.enum(FAULTS);
const Hop = z.number().int().min(0).max(3);

/**
 * `POST /api/routes/{name}/break`: a version, or a spec as it is being edited. Without `faults` every hop gets
 * every fault in turn, and then all hops together; of a version the report is then kept.
 */
export const BreakRequest = z.strictObject({
  of: z.union([z.strictObject({ version: Version }), z.strictObject({ spec: RouteSpec })]),
  /** An arm's name. */
  arm: z.string().max(32),
  /** What is asked. */
  prompt: z.string().min(1).max(10_000).exactOptional(),
  faults: z
    .array(
      z.union([
        z.strictObject({ fault: Fault, hop: Hop }),
        z.strictObject({ fault: Fault, provider: z.string().regex(PROVIDER_SLUG, "not a provider's slug") }),
      ]),
    )
    .max(8)
    .exactOptional(),
});
export type BreakRequest = z.infer<typeof BreakRequest>;

/** `GET /api/routes/{name}/break?version=3`. */
export const KeptBreaksQuery = z.strictObject({ version: z.coerce.number().pipe(Version) });
