import * as z from "zod/mini";
import { WireFailure, WireUsd } from "@/lib/core/wire";

/** `GET /api/status`: what stands behind this Patchbay, for the banner and the first screen. Never the key. */
export const UpstreamStatus = z.object({
  /** `sandbox`: no key is set and nothing costs anything. */
  mode: z.enum(["sandbox", "live"]),
  version: z.string(),
  /** What the upstream says of the key; null when it was not asked or did not answer. */
  key: z.nullable(
    z.object({
      label: z.nullable(z.string()),
      limit: z.nullable(WireUsd),
      limitRemaining: z.nullable(WireUsd),
      limitReset: z.nullable(z.string()),
      usage: z.nullable(WireUsd),
      usageMonthly: z.nullable(WireUsd),
      isFreeTier: z.nullable(z.boolean()),
      expiresAt: z.nullable(z.string()),
      freeRequests: z.nullable(z.object({ used: z.number(), limit: z.number(), remaining: z.number() })),
    }),
  ),
  /** Credits left on the account, negative when overdrawn; null when the key may not see them. */
  balance: z.nullable(WireUsd),
  /** Credits ever bought on the account; null when the key may not see them. */
  purchased: z.nullable(WireUsd),
  /** Why the key does not work, when it does not. */
  failure: z.nullable(WireFailure),
});
export type UpstreamStatus = z.infer<typeof UpstreamStatus>;
