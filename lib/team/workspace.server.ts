import "server-only";
import { inArray } from "drizzle-orm";
import { asText } from "@/lib/core/lenient";
import { isTimeZone } from "@/lib/core/period";
import type { Db } from "@/lib/db/client.server";
import { setting } from "@/lib/db/schema/team";
import { RETENTION_DAYS, type WorkspaceRules, type WorkspaceSettings } from "./workspace-api";

const NAMES = [
  ...(["workspaceName", "timeZone", "defaultModel", "retentionDays"] as const),
  ...(["denyDataCollection", "requireZeroRetention", "allowedModels"] as const),
] as const satisfies readonly (keyof WorkspaceSettings)[];

/** What holds for everyone; what was never said, or makes no sense, is as if it had not been changed. */
export async function readWorkspace(db: Db): Promise<WorkspaceSettings> {
  const rows = await db
    .select()
    .from(setting)
    .where(inArray(setting.name, [...NAMES]));
  const said = (name: (typeof NAMES)[number]) => rows.find((row) => row.name === name)?.value;
  const timeZone = asText(said("timeZone"));
  return {
    workspaceName: asText(said("workspaceName")),
    timeZone: timeZone !== null && isTimeZone(timeZone) ? timeZone : null,
    defaultModel: asText(said("defaultModel")),
    retentionDays: RETENTION_DAYS.find((days) => days === said("retentionDays")) ?? null,
    denyDataCollection: said("denyDataCollection") === true,
    requireZeroRetention: said("requireZeroRetention") === true,
    allowedModels: readPatterns(said("allowedModels")),
  };
}

/** A list of which nothing can be read allows nothing: it was made to keep something out. */
function readPatterns(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.filter((pattern) => typeof pattern === "string") : [];
}

/** What every request must keep to, asked for only now and then. */
export type Rulebook = {
  /** @throws when the database does not answer: without the rules nothing may be sent */
  current(): Promise<WorkspaceRules>;
  /** Has them asked for again: they were changed here. */
  forget(): void;
};

/** Milliseconds the rules are believed in, as keys are; so a change made elsewhere holds within a second. */
const TRUST = 900;

export function createRulebook({ db, now }: { db: Db; now: () => Date }): Rulebook {
  let known: { rules: Promise<WorkspaceRules>; until: number } | null = null;
  return {
    current() {
      const at = now().getTime();
      if (known && at < known.until) return known.rules;
      // Counted from before the question: a change that comes while it is answered is not overlooked for longer.
      const entry = { rules: readWorkspace(db), until: at + TRUST };
      known = entry;
      entry.rules.catch(() => {
        if (known === entry) known = null;
      });
      return entry.rules;
    },
    forget() {
      known = null;
    },
  };
}
