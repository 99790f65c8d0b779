import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

export const ENVIRONMENTS = ["production", "staging", "development"] as const;

/** A virtual key as lists show it: never the key itself. */
export const VirtualKey = z.object({
  id: Id,
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  prefix: z.string(),
  lastFour: z.string(),
  /** Null: every model. */
  models: z.nullable(z.array(z.string())),
  /** Null: any number. */
  requestsPerMinute: z.nullable(z.int()),
  tokensPerMinute: z.nullable(z.int()),
  maxConcurrent: z.nullable(z.int()),
  createdAt: WireInstant,
  expiresAt: z.nullable(WireInstant),
  revokedAt: z.nullable(WireInstant),
  lastUsedAt: z.nullable(WireInstant),
});
export type VirtualKey = z.infer<typeof VirtualKey>;

/** The answer to creating or rotating: the one time that the key is shown. */
export const CreatedKey = z.extend(VirtualKey, { key: z.string() });

const ListedKey = z.extend(VirtualKey, { member: z.optional(z.string()) });
export type ListedKey = z.infer<typeof ListedKey>;

/** `GET /api/keys?of=`, newest first: one's own, or, for those who may, everyone's with the names of their members. */
export const KeyList = z.object({
  keys: z.array(ListedKey),
  /** Whether whoever asks may see and revoke those of others, where there are others. */
  mayManageAll: z.boolean(),
});
