import { z } from "zod";
import { MESSAGE_LIMIT, MOST_PANES } from "./limits";
import { PaneSettings } from "./request";

/** `POST /api/reproduce`: what a link claims to set up, judged as strictly as if it were sent. */
export const SetupRequest = z.strictObject({
  version: z.literal(1),
  sync: z.boolean(),
  panes: z
    .array(
      z.strictObject({
        model: PaneSettings.model,
        fallbackModels: PaneSettings.fallbackModels.default([]),
        system: PaneSettings.system.default(null),
        parameters: PaneSettings.parameters.default({}),
        prompts: z.array(z.string().max(MESSAGE_LIMIT)).max(200),
      }),
    )
    .min(1)
    .max(MOST_PANES),
});
