import { z } from "zod";
import { plainLine } from "./keys-request";
import { PURCHASE_FEES } from "./spend-settings";

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

/** `PUT /api/settings`, for whoever runs the workspace. */
export const SettingsChange = z.strictObject({
  recommendedModels: ModelIds.exactOptional(),
  /** How credits are paid for, and how many are bought at once. */
  purchaseFee: z.enum(PURCHASE_FEES).exactOptional(),
  topUp: TopUp.exactOptional(),
  /** Whether Patchbay refuses what only free models could answer once their quota is used up. */
  freeModelGuard: z.boolean().exactOptional(),
});
export type SettingsChange = z.infer<typeof SettingsChange>;
