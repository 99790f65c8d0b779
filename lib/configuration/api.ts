import * as z from "zod/mini";

/** From what must not stay to what is as it should be; pages show them in this order. */
export const STATES = ["unsafe", "missing", "note", "ok"] as const;
export type State = (typeof STATES)[number];

/** One thing that was looked at. In sentence and remedy, names to type stand between backticks; values never do. */
const Finding = z.object({
  id: z.string(),
  state: z.enum(STATES),
  subject: z.string(),
  sentence: z.string(),
  /** What to do; null where nothing needs doing. */
  remedy: z.nullable(z.string()),
});
export type Finding = z.infer<typeof Finding>;

/** `GET /api/configuration`. */
export const Configuration = z.object({ findings: z.array(Finding) });
