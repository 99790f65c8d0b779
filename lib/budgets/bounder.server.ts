import "server-only";
import { and, eq } from "drizzle-orm";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Db } from "@/lib/db/client.server";
import { budget } from "@/lib/db/schema/budgets";
import { type Bound, type Boundable, boundRequest } from "./bound";
import { IS_THERE } from "./rows.server";

/** Under which budgets a request falls. */
export type Subject = {
  memberId: string;
  keyId: string | null;
  environment: string | null;
  routeId: string | null;
  tags: readonly string[];
};

export type Bounder = {
  /** What to send so that the cost has a bound; null when no hard budget asks for one. */
  bound(subject: Subject, request: () => Boundable): Promise<Bound | null>;
  /** Looks again which budgets there are. */
  forget(): void;
};

/**
 * How long it may go unnoticed that another instance made a hard budget, milliseconds. Until then requests are refused
 * that could have been bounded, and none passes that should not: the database judges by what there is.
 */
const KEEP = 5_000;

export function createBounder({
  db,
  models,
  now,
}: {
  db: Db;
  /** The list as it is now, of models that write, or of those that make vectors. */
  models: (vectors: boolean) => Promise<readonly CatalogModel[]>;
  now: () => Date;
}): Bounder {
  let known: { scopes: Promise<ReadonlySet<string>>; until: number } | null = null;

  function hardScopes(): Promise<ReadonlySet<string>> {
    if (known && known.until > now().getTime()) return known.scopes;
    const scopes = readHardScopes(db);
    known = { scopes, until: now().getTime() + KEEP };
    scopes.catch(() => {
      known = null;
    });
    return scopes;
  }

  return {
    async bound(subject, request) {
      const hard = await hardScopes();
      if (hard.size === 0 || !scopesOf(subject).some((scope) => hard.has(scope))) return null;
      const asked = request();
      return boundRequest(await models(asked.vectors ?? false), asked);
    },
    forget() {
      known = null;
    },
  };
}

async function readHardScopes(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ type: budget.scopeType, id: budget.scopeId })
    .from(budget)
    .where(and(eq(budget.hard, true), IS_THERE));
  return new Set(rows.map(({ type, id }) => `${type} ${id}`));
}

const scopesOf = ({ memberId, keyId, environment, routeId, tags }: Subject): string[] => [
  "workspace ",
  `member ${memberId}`,
  ...(keyId === null ? [] : [`key ${keyId}`]),
  ...(environment === null ? [] : [`environment ${environment}`]),
  ...(routeId === null ? [] : [`route ${routeId}`]),
  ...tags.map((tag) => `tag ${tag}`),
];
