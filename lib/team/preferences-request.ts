import { z } from "zod";
import { isTimeZone } from "@/lib/core/period";
import { plainLine } from "./keys-request";
import { isModelPattern, LONGEST_PATTERN, MOST_PATTERNS } from "./model-patterns";
import { PURCHASE_FEES } from "./spend-settings";
import { RETENTION_DAYS } from "./workspace-api";

/** Nobody finds a favourite among more. */
const ModelIds = z
  .array(plainLine(200))
  .max(200)
  .transform((ids) => [...new Set(ids)]);

const Views = z
  .array(z.strictObject({ name: plainLine(80), query: z.union([z.literal(""), plainLine(8_000)]) }))
  .max(50)
  .refine((views) => new Set(views.map(({ name }) => name)).size === views.length, "names one view twice");

/** `PUT /api/preferences`: each field replaces what was there, an absent one stays. */
export const PreferencesChange = z.strictObject({
  favouriteModels: ModelIds.exactOptional(),
  spendViews: Views.exactOptional(),
});
export type PreferencesChange = z.infer<typeof PreferencesChange>;

/** Dollars as decimal text, up to a million. */
const TopUp = z
  .string()
  .regex(/^(?!0+(\.0+)?$)\d{1,7}(\.\d{1,2})?$/, "must be an amount above $0, in dollars and cents")
  .refine((text) => Number(text) <= 1_000_000, "must be at most $1,000,000");

/** What a new conversation begins with: a model, or a route. */
export const FirstModel = plainLine(200).regex(/^[^\s,]+\/[^\s,]+$/, "must be a model's id, or route/name");

/** The text of a zone that this runtime knows. */
const TimeZone = z.string().max(64).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

/** An id, or how ids begin; nobody keeps a longer list in mind. */
const Patterns = z
  .array(
    plainLine(LONGEST_PATTERN).refine(
      isModelPattern,
      "must be a model's id such as openai/gpt-4o, or author/*",
    ),
  )
  .min(1)
  .max(MOST_PATTERNS)
  .transform((patterns) => [...new Set(patterns)]);

/** `PUT /api/settings`, for whoever runs the workspace; null takes back what was said. */
export const SettingsChange = z.strictObject({
  recommendedModels: ModelIds.exactOptional(),
  /** How credits are paid for, and how many are bought at once. */
  purchaseFee: z.enum(PURCHASE_FEES).exactOptional(),
  topUp: TopUp.exactOptional(),
  /** Whether Patchbay refuses what only free models could answer once their quota is used up. */
  freeModelGuard: z.boolean().exactOptional(),
  workspaceName: plainLine(60).nullable().exactOptional(),
  timeZone: TimeZone.nullable().exactOptional(),
  defaultModel: FirstModel.nullable().exactOptional(),
  retentionDays: z.literal(RETENTION_DAYS).nullable().exactOptional(),
  denyDataCollection: z.boolean().exactOptional(),
  requireZeroRetention: z.boolean().exactOptional(),
  allowedModels: Patterns.nullable().exactOptional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;

/** `GET /api/settings/retention?days=`. */
export const RetentionQuery = z.strictObject({ days: z.coerce.number().pipe(z.literal(RETENTION_DAYS)) });
