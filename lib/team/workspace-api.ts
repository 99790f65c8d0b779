import * as z from "zod/mini";

/** Days after which conversations that nobody touched are removed; null is never. */
export const RETENTION_DAYS = [7, 30, 90, 365] as const;

/** `GET /api/settings`: what holds for everyone. What was never said is null, or off. */
export const Workspace = z.object({
  /** What the team calls this Patchbay. */
  workspaceName: z.nullable(z.string()),
  /** By whose clock days of spend are cut; null is whoever looks. */
  timeZone: z.nullable(z.string()),
  /** What new conversations begin with: a model's id or `route/name`. */
  defaultModel: z.nullable(z.string()),
  retentionDays: z.nullable(z.int()),
  /** Every request says `provider.data_collection: "deny"`. */
  denyDataCollection: z.boolean(),
  /** Every request says `provider.zdr: true`. */
  requireZeroRetention: z.boolean(),
  /** The only models that may be asked, by id or as `author/*`; null for all. */
  allowedModels: z.nullable(z.array(z.string())),
  /** Whether whoever asks may change them. */
  mayChange: z.boolean(),
});
export type Workspace = z.infer<typeof Workspace>;
export type WorkspaceSettings = Omit<Workspace, "mayChange">;

/** What every request must keep to, whoever makes it. */
export type WorkspaceRules = Pick<
  WorkspaceSettings,
  "denyDataCollection" | "requireZeroRetention" | "allowedModels"
>;

/** `GET /api/settings/retention?days=`: what would be removed if it held now. */
export const RetentionPreview = z.object({ conversations: z.int() });
export type RetentionPreview = z.infer<typeof RetentionPreview>;
