import * as z from "zod/mini";
import { THEMES } from "./theme";

/** Which shortcuts do nothing: none of them, those of a single key, or all. */
export const SHORTCUTS_OFF = ["none", "single", "all"] as const;

/** `GET /api/preferences/personal`, and the answer to every change. What was never said is null. */
export const Personal = z.object({
  theme: z.nullable(z.enum(THEMES)),
  /** How dates and numbers are written, as `de-DE`; null is the browser's way. */
  locale: z.nullable(z.string()),
  /** What one's new conversations begin with: a model's id or `route/name`. */
  defaultModel: z.nullable(z.string()),
  /** One's own keys, by the combinations that are ours. */
  shortcuts: z.record(z.string(), z.string()),
  shortcutsOff: z.enum(SHORTCUTS_OFF),
});
export type Personal = z.infer<typeof Personal>;
