import * as z from "zod/mini";
import { Id } from "@/lib/core/wire";

/** `GET /api/conversations/{id}/calls`: what was last asked in each pane, as a program would ask it. */
export const PaneCalls = z.object({
  calls: z.array(
    z.object({
      paneId: Id,
      model: z.string(),
      /** The body of a completion. It is not streamed, and belongs to no session of ours. */
      body: z.record(z.string(), z.unknown()),
      /** Whether it is how the answer was asked for that is shown there; else it is what is set now. */
      answered: z.boolean(),
      /** What of it is as it is set now all the same, since answers are kept without any words that were set. */
      setNow: z.array(z.string()),
    }),
  ),
});
export type PaneCall = z.infer<typeof PaneCalls>["calls"][number];
