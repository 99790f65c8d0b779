import "server-only";
import { eq, inArray } from "drizzle-orm";
import type { PaneSettings } from "@/lib/conversations/panes.server";
import type { Db } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { route } from "@/lib/db/schema/routes";
import { isKept } from "./kept-parameters";

type Asked = Pick<PaneSettings, "model" | "fallbackModels" | "parameters">;

/**
 * With which models and settings generations were asked, as the ledger has it: with all that a route, a policy or a
 * budget added. Of a route it is the very version that chose.
 * @returns by generation id; none for those that are not on record
 */
export async function askedWith(db: Db, generationIds: readonly string[]): Promise<Map<string, Asked>> {
  if (generationIds.length === 0) return new Map();
  const { id, models, parameters, routeVersion } = generation;
  const rows = await db
    .select({ id, models, parameters, routeVersion, routeName: route.name })
    .from(generation)
    .leftJoin(route, eq(route.id, generation.routeId))
    .where(inArray(generation.id, [...generationIds]));
  return new Map(
    rows.flatMap(({ models: [first, ...fallbackModels], ...row }) => {
      const model = row.routeName === null ? first : `route/${row.routeName}@${row.routeVersion}`;
      const chain = row.routeName === null ? fallbackModels : [];
      return model === undefined
        ? []
        : [[row.id, { model, fallbackModels: chain, parameters: row.parameters }]];
    }),
  );
}

/** Settings of which an answer keeps nothing, as they are set now: they can hold words. */
export const wordsIn = (parameters: PaneSettings["parameters"]): PaneSettings["parameters"] =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !isKept(name)));
