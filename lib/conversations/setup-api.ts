import * as z from "zod/mini";

/** What a reproduce link sets up: panes as they were set, and what each was asked, in order. */
export const Setup = z.object({
  version: z.literal(1),
  sync: z.boolean(),
  panes: z.array(
    z.object({
      model: z.string(),
      fallbackModels: z.array(z.string()),
      system: z.nullable(z.string()),
      parameters: z.record(z.string(), z.unknown()),
      prompts: z.array(z.string()),
    }),
  ),
});
export type Setup = z.infer<typeof Setup>;
