import * as z from "zod/mini";

/** A name for a state of the spend page, which is what its address says behind the question mark. */
export const SavedView = z.object({ name: z.string(), query: z.string() });
export type SavedView = z.infer<typeof SavedView>;

/** `GET /api/preferences`, and the answer to every change: a person's own, and what the workspace recommends. */
export const Preferences = z.object({
  /** Model ids, the latest first. */
  favouriteModels: z.array(z.string()),
  /** Those asked last in the playground, the latest first. */
  recentModels: z.array(z.string()),
  /** What the workspace recommends to everyone, in that order. */
  recommendedModels: z.array(z.string()),
  /** In the order in which they were saved. */
  spendViews: z.array(SavedView),
  /** Whether whoever asks may change what is recommended. */
  mayRecommend: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;
