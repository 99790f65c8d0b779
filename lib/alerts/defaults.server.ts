import "server-only";
import { eq } from "drizzle-orm";
import { newId } from "@/lib/core/ids";
import type { Db, Transaction } from "@/lib/db/client.server";
import { alertChannel, alertRule } from "@/lib/db/schema/alerts";
import { defaultSettings, RULE_WORDS, type RuleKind } from "./rules";

/** The app's own channel has the same id everywhere, so that instances that start at once make one. */
export const IN_APP_ID = "00000000-0000-7000-8000-00000000000a";

/** What every installation watches until somebody decides otherwise. */
const BEGIN_WITH = ["budget_threshold", "upstream_failing", "model_leaving", "low_credits"] as const;

/** Makes the app's own channel, and with it the rules of a new installation; rules that were removed stay away. */
export async function ensureDefaults(db: Db | Transaction, now: Date): Promise<void> {
  // Somebody's own channel may have been made before anybody looked.
  if ((await db.$count(alertChannel, eq(alertChannel.id, IN_APP_ID))) > 0) return;
  await db.transaction(async (tx) => {
    const made = await tx
      .insert(alertChannel)
      .values({
        ...{ id: IN_APP_ID, kind: "in_app", name: "In the app", isEnabled: true, addresses: [] },
        ...{ digest: "off", timeZone: "UTC", createdAt: now },
      })
      .onConflictDoNothing()
      .returning({ id: alertChannel.id });
    if (made.length === 0) return;
    const rules = BEGIN_WITH.map((kind: RuleKind, index) => ({
      ...{ id: newId(), kind, name: RULE_WORDS[kind].label, settings: defaultSettings(kind) },
      ...{ channels: [IN_APP_ID], isUrgent: false, isEnabled: true },
      // In the order in which they are listed.
      createdAt: new Date(now.getTime() + index),
    }));
    await tx.insert(alertRule).values(rules);
  });
}
