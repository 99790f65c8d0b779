import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

/** What a route does, as browsers read it; what they send is judged by `spec-request.ts`. */
export const RouteSpecView = z.object({
  arms: z.array(z.object({ name: z.string(), share: z.int(), models: z.array(z.string()) })),
  stickyBy: z.enum(["session", "user", "key", "nobody"]),
  system: z.nullable(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  locked: z.array(z.string()),
});
export type RouteSpecView = z.infer<typeof RouteSpecView>;

const RouteFacts = z.object({
  id: Id,
  name: z.string(),
  /** Other names under which it is asked for. */
  aliases: z.array(z.string()),
  publishedVersion: z.nullable(z.int()),
  updatedAt: WireInstant,
  archivedAt: z.nullable(WireInstant),
});

/** `GET /api/routes`, by name. `spec` is what is published, else the draft. */
export const RouteList = z.object({ routes: z.array(z.extend(RouteFacts, { spec: RouteSpecView })) });
export type RouteList = z.infer<typeof RouteList>;

/** `GET /api/routes/{name}`, and the answer to whatever changes it. */
export const Route = z.extend(RouteFacts, {
  createdAt: WireInstant,
  draft: RouteSpecView,
  /** To be sent along with the next change of the draft. */
  revision: z.int(),
  /** All versions, the newest first. */
  versions: z.array(
    z.object({
      version: z.int(),
      spec: RouteSpecView,
      note: z.string(),
      restores: z.nullable(z.int()),
      author: z.string(),
      createdAt: WireInstant,
    }),
  ),
});
export type Route = z.infer<typeof Route>;

/** `POST /api/route-import`: a pasted body as a draft, and what of it a route does not take over. */
export const ImportedRoute = z.object({
  spec: RouteSpecView,
  /** `provider.options`, and why: `is not a preference that a route knows`. */
  left: z.array(z.object({ field: z.string(), reason: z.string() })),
});
export type ImportedRoute = z.infer<typeof ImportedRoute>;
