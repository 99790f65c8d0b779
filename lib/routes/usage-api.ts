import * as z from "zod/mini";
import { Id, WireInstant, WireUsd } from "@/lib/core/wire";

/** Between which figures the true one lies with 95 %. */
const Bounds = z.object({ low: z.number(), high: z.number() });
const Share = z.object({ share: z.number(), low: z.number(), high: z.number() });
/** A median in milliseconds. No `bounds` where there are too few figures to have any. */
const Median = z.object({ ms: z.number(), of: z.int(), bounds: z.nullable(Bounds) });
export type Median = z.infer<typeof Median>;

const ArmUsage = z.object({
  version: z.int(),
  arm: z.string(),
  generations: z.int(),
  finished: z.int(),
  /** Ended in failure, by whoever's fault. */
  failed: z.int(),
  /** `failed` among those that finished or failed, from 0 to 1, and between which shares the true one lies with 95 %. */
  errorRate: z.nullable(Share),
  /** The sum of all known costs, and of how many generations none is known (yet). */
  cost: WireUsd,
  unknown: z.int(),
  /** Of the known costs; null when none is, and without `bounds` when only one is. */
  meanCost: z.nullable(
    z.object({ mean: WireUsd, bounds: z.nullable(z.object({ low: WireUsd, high: WireUsd })) }),
  ),
  /** To the first token, and to the end; null when no such time is known. */
  ttft: z.nullable(Median),
  duration: z.nullable(Median),
  /** Of blind votes on its answers; null when there was none. `neither`: all answers were bad. */
  votes: z.nullable(z.object({ won: z.int(), lost: z.int(), tied: z.int(), neither: z.int() })),
  /** `won` among all of them. */
  winShare: z.nullable(Share),
});
export type ArmUsage = z.infer<typeof ArmUsage>;

/** `GET /api/routes/{name}/usage`: the current account's last 30 days. */
export const RouteUsage = z.object({
  /** Since when: 30 days, or as far back as the latest fifty thousand generations reach. */
  from: WireInstant,
  to: WireInstant,
  /** By version and arm, newest version first; those without traffic are left out. */
  arms: z.array(ArmUsage),
  /** Who has used it, most first. */
  users: z.array(
    z.object({
      memberId: Id,
      member: z.string(),
      /** The key of a program; null for the playground. */
      keyId: z.nullable(Id),
      key: z.nullable(z.string()),
      generations: z.int(),
      lastUsedAt: WireInstant,
    }),
  ),
});
export type RouteUsage = z.infer<typeof RouteUsage>;
