import { z } from "zod";
import { Parameters } from "@/lib/routing/parameters-request";
import { FallbackModels, ModelId } from "@/lib/routing/request";
import { isRoute } from "./is-route";

const Hop = ModelId.refine((id) => !isRoute(id), "is a route; a route leads to models only");

/** The models of a chain, tried in this order: one to ask for and as many fallbacks as the upstream takes. */
const Chain = z
  .tuple([Hop], Hop)
  .refine((models) => FallbackModels.safeParse(models.slice(1)).success, "has four models at most")
  .refine((models) => new Set(models).size === models.length, "names a model twice");

const Arm = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be small letters, digits or -"),
  /** Percent of those who ask. */
  share: z.number().int().min(0).max(100),
  models: Chain,
});

/** Characters of the instructions. */
const LONGEST_SYSTEM = 100_000;

const SETTINGS: readonly string[] = ["system", ...Object.keys(Parameters.shape)];

/** What a route answers to "which model, and what if it fails?". */
export const RouteSpec = z.strictObject({
  arms: z
    .array(Arm)
    .min(1)
    .max(8)
    .refine((arms) => arms.reduce((sum, { share }) => sum + share, 0) === 100, "must share 100 percent")
    .refine((arms) => new Set(arms.map(({ name }) => name)).size === arms.length, "name an arm twice"),
  /** Who stays with an arm once drawn: a session, an end user, a key, or nobody. */
  stickyBy: z.enum(["session", "user", "key", "nobody"]).default("session"),
  system: z.string().min(1).max(LONGEST_SYSTEM).nullable().default(null),
  /** Sent when the caller does not set them. */
  parameters: Parameters.default({}),
  /** Settings that a caller cannot set: the route's value holds, or none where it has none. */
  locked: z
    .array(z.enum(SETTINGS))
    .max(SETTINGS.length)
    .default([])
    .transform((names) => [...new Set(names)]),
});
export type RouteSpec = z.infer<typeof RouteSpec>;
export type RouteArm = RouteSpec["arms"][number];
