import "server-only";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import { parseUsd } from "@/lib/core/money";
import type { Database } from "@/lib/db/client.server";
import { alert } from "@/lib/db/schema/alerts";
import { budget, budgetCount } from "@/lib/db/schema/budgets";
import { priceChange } from "@/lib/db/schema/catalog";
import { generation } from "@/lib/db/schema/ledger";
import { virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, type TEST_ENGINES } from "@/lib/db/testing.server";
import type { Opening } from "@/lib/ledger/ledger.server";
import { settle } from "@/lib/ledger/ledger.server";
import type { Ending } from "@/lib/ledger/settlement";
import { addMember, anEnding, NO_FACTS, open } from "@/lib/ledger/testing.server";
import { IN_APP_ID } from "./defaults.server";
import { type Evaluation, evaluateAlerts } from "./evaluate.server";
import type { Reader } from "./own.server";
import { at, statusOf } from "./testing";
import { addChannel, addRule, clearAlerts } from "./testing.server";

export const ACCOUNT = "sandbox";
export const UPSTREAM = "https://openrouter.ai/api/v1";
export const EMBEDDINGS = `${UPSTREAM}/embeddings`;

export const catalogOf = (models: object[], gone: object[] = []) =>
  ({ models, gone, fetchedAt: at(0) }) as unknown as CatalogState;
export const aModel = (id: string, changes = {}) => ({
  ...{ id, name: id, canonicalSlug: null, aliasTarget: null, expiresOn: null },
  ...changes,
});

/** A database of the engine in which rules are judged, emptied after each test, with what is told of the world outside. */
export function evaluationOn(engine: (typeof TEST_ENGINES)[number]) {
  let database: Database;
  const world = {
    /** Whose generations those of the tests are. */
    memberId: "",
    /** OpenRouter's; null where it does not tell. */
    credits: "100" as string | null,
    catalog: catalogOf([]),
    embeddings: catalogOf([]),
    errors: [] as string[],
    get db() {
      return database.db;
    },
    /** Whoever runs the workspace, or somebody else, who looks at alerts. */
    reader: (changes: Partial<Reader> = {}): Reader => ({
      ...{ memberId: world.memberId, role: "owner", account: ACCOUNT, now: at(0) },
      ...changes,
    }),
    evaluate: (ms = 2_000, more: Partial<Evaluation> = {}) => evaluateAlerts(sources(more), at(ms)),
    alerts: () => database.db.select().from(alert).orderBy(alert.openedAt, alert.subject),
    /** Only the given rules: none that an installation begins with. */
    async watch(changes: Parameters<typeof addRule>[1]) {
      await addChannel(database.db, { id: IN_APP_ID, kind: "in_app", name: "In the app" });
      return addRule(database.db, { channels: [IN_APP_ID], ...changes });
    },
    /** A generation that has ended. */
    async ran(changes: Partial<Opening> = {}, ending: Partial<Ending> = {}, model: string | null = null) {
      const id = await open(database.db, { memberId: world.memberId, account: ACCOUNT, ...changes });
      await settle(database.db, id, "me", anEnding(ending), { ...NO_FACTS, model });
      return id;
    },
  };
  const sources = (more: Partial<Evaluation>): Evaluation => ({
    ...{ db: database.db, account: ACCOUNT },
    models: { upstream: UPSTREAM, catchUp: async () => world.catalog },
    embeddings: { upstream: EMBEDDINGS, catchUp: async () => world.embeddings },
    status: async () => statusOf({ balance: world.credits === null ? null : parseUsd(world.credits) }),
    onError: (message) => void world.errors.push(message),
    ...more,
  });
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    world.memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  afterEach(async () => {
    const { db } = database;
    await clearAlerts(db);
    for (const table of [budgetCount, budget, priceChange, virtualKey]) await db.delete(table);
    await db.update(generation).set({ account: "past", confirmAt: null });
  });
  return world;
}
