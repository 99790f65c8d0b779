import { z } from "zod";
import { WireInstant } from "@/lib/core/wire";
import { ENVIRONMENTS } from "./keys-api";
import { MOST_CONCURRENT, MOST_PER_MINUTE, MOST_TOKENS } from "./limits";

/** Without control characters and halves of characters, which no engine stores and no list shows. */
export const plainLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must be one line of plain text");
const Name = plainLine(80);
const ModelList = z.array(plainLine(200)).min(1).max(200);
const RequestsPerMinute = z.int().min(1).max(MOST_PER_MINUTE).nullable();
const TokensPerMinute = z.int().min(1).max(MOST_TOKENS).nullable();
const MaxConcurrent = z.int().min(1).max(MOST_CONCURRENT).nullable();

/** Limits that are to be others; null takes one away. */
export const limitsChange = {
  requestsPerMinute: RequestsPerMinute.optional(),
  tokensPerMinute: TokensPerMinute.optional(),
  maxConcurrent: MaxConcurrent.optional(),
};

/** `GET /api/keys?of=own|everyone`. */
export const KeysQuery = z.strictObject({ of: z.enum(["own", "everyone"]).default("own") });

/** `POST /api/keys`. */
export const KeyRequest = z.strictObject({
  name: Name,
  environment: z.enum(ENVIRONMENTS).default("development"),
  expiresAt: z.nullable(WireInstant).default(null),
  models: ModelList.nullable().default(null),
  requestsPerMinute: RequestsPerMinute.default(null),
  tokensPerMinute: TokensPerMinute.default(null),
  maxConcurrent: MaxConcurrent.default(null),
});
export type KeyRequest = z.infer<typeof KeyRequest>;

/** `PATCH /api/keys/{id}`. */
export const KeyChange = z.strictObject({
  name: Name.optional(),
  models: ModelList.nullable().optional(),
  ...limitsChange,
  expiresAt: z.nullable(WireInstant).optional(),
});
export type KeyChange = z.infer<typeof KeyChange>;
