import * as z from "zod/mini";

// By itself, since every page asks for it, and none of them needs the schemas of rules.

/** So many are counted at most. */
export const MOST_UNREAD = 100;

/** `GET /api/alerts/unread`: told in the app and not seen yet. */
export const UnreadAlerts = z.object({ unread: z.int() });
export type UnreadAlerts = z.infer<typeof UnreadAlerts>;
