import { z } from "zod";
import { LOCALES } from "@/lib/core/locales";
import { SHORTCUTS_OFF } from "./personal-api";
import { FirstModel } from "./preferences-request";
import { conflictOf, keysProblem, REBINDABLE } from "./shortcuts";
import { THEMES } from "./theme";

/** One's own keys in place of ours: each of ours at most once, and none that something else has. */
const Shortcuts = z.record(z.string().max(40), z.string().max(40)).superRefine((rebound, context) => {
  for (const [ours, own] of Object.entries(rebound)) {
    const say = (message: string) => context.addIssue({ code: "custom", path: [ours], message });
    if (!REBINDABLE.some(({ keys }) => keys === ours)) say("is no shortcut that can be changed");
    else if (own !== ours && keysProblem(own)) say("must be keys that pages can listen to");
    else if (conflictOf(ours, own, rebound)) say("is what something else listens to");
  }
});

/** `PUT /api/preferences/personal`: each field replaces what was there, an absent one stays, null takes it back. */
export const PersonalChange = z.strictObject({
  theme: z.enum(THEMES).nullable().exactOptional(),
  locale: z.enum(LOCALES).nullable().exactOptional(),
  defaultModel: FirstModel.nullable().exactOptional(),
  shortcuts: Shortcuts.exactOptional(),
  shortcutsOff: z.enum(SHORTCUTS_OFF).exactOptional(),
});
export type PersonalChange = z.infer<typeof PersonalChange>;
