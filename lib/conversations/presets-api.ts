import * as z from "zod/mini";
import { Id, WireInstant } from "@/lib/core/wire";

/** A preset in lists. */
export const PresetSummary = z.object({
  id: Id,
  name: z.string(),
  /** Whether it brings instructions along. */
  hasSystem: z.boolean(),
  /** The names of what it sets. */
  settings: z.array(z.string()),
  updatedAt: WireInstant,
});
export type PresetSummary = z.infer<typeof PresetSummary>;

/** `GET /api/presets`, by name. */
export const PresetList = z.object({ presets: z.array(PresetSummary) });
export type PresetList = z.infer<typeof PresetList>;

/** `GET /api/presets/{id}`, and the answer to `POST` and `PATCH`. */
export const Preset = z.extend(PresetSummary, {
  /** Null leaves a pane's own instructions as they are. */
  system: z.nullable(z.string()),
  parameters: z.record(z.string(), z.unknown()),
  createdAt: WireInstant,
});
export type Preset = z.infer<typeof Preset>;
