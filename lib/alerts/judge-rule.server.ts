import "server-only";
import type { Catalog } from "@/lib/catalog/catalog.server";
import type { Db } from "@/lib/db/client.server";
import { spendAnomalies } from "@/lib/spend/anomalies.server";
import { readBudgetFacts } from "./facts-budgets.server";
import { type ModelWatch, readLeavingModels, readRepricedModels } from "./facts-models.server";
import { readChains, readUnsettled, readUpstream } from "./facts-traffic.server";
import { judgeForecast, judgeThresholds } from "./judge-budgets";
import { type CreditFacts, judgeCredits } from "./judge-credits";
import { judgeLeaving, judgePrices } from "./judge-models";
import { judgeAnomalies, judgeUnsettled } from "./judge-money";
import { judgeRefusals } from "./judge-refusals";
import { judgeFallbacks, judgeUpstream } from "./judge-traffic";
import { type Judgement, judged } from "./judgement";
import { RULE_SETTINGS, type RuleKind, type RuleSettings } from "./rules";

/** A model list, and under which name its changes are kept. */
type ModelSource = { upstream: string } & Pick<Catalog, "catchUp">;

/** Where facts come from; all of the account in use. */
export type Sources = {
  db: Db;
  account: string;
  models: ModelSource;
  /** Those for embeddings are in a list of their own. */
  embeddings: ModelSource;
  /** What OpenRouter says of the key and its account. */
  status: () => Promise<CreditFacts>;
};

type Looking<Kind extends RuleKind> = Sources & {
  settings: RuleSettings[Kind];
  createdAt: Date;
  /** When it was judged last as it is. */
  judgedAt: Date | null;
  now: Date;
};

/** Reads what a kind is about, and judges it. */
const JUDGES: { [Kind in RuleKind]: (looking: Looking<Kind>) => Promise<Judgement> } = {
  budget_threshold: async ({ db, account, settings, judgedAt, now }) => {
    const { budgets, away } = await readBudgetFacts(db, { account, judgedAt, now });
    const { observations, note } = judgeThresholds(settings, budgets, now);
    return { ...judged([...(observations ?? []), ...judgeRefusals(settings, budgets, now)], note), away };
  },
  budget_forecast: async ({ db, account, settings, now }) => {
    const { budgets, away } = await readBudgetFacts(db, { account, judgedAt: null, now });
    return { ...judgeForecast(settings, budgets, now), away };
  },
  // Yesterday's last hours are summed up today.
  anomaly: async ({ db, account, settings, now }) => {
    const query = { timeZone: settings.timeZone, days: 2 };
    return judgeAnomalies(settings, (await spendAnomalies(db, { account, query, now })).anomalies);
  },
  fallback_taken: async ({ db, account, settings, now }) =>
    judgeFallbacks(settings, await readChains(db, { account, now })),
  upstream_failing: async ({ db, account, settings, now }) =>
    judgeUpstream(settings, await readUpstream(db, { account, now })),
  price_change: async ({ settings, createdAt, ...looking }) =>
    judgePrices(settings, await readRepricedModels(looking.db, await watchOf(looking), createdAt)),
  model_leaving: async ({ settings, ...looking }) =>
    judgeLeaving(settings, await readLeavingModels(looking.db, await watchOf(looking)), looking.now),
  low_credits: async ({ settings, status }) => judgeCredits(settings, await status()),
  unsettled_money: async ({ db, account, settings, now }) =>
    judgeUnsettled(settings, await readUnsettled(db, { account, now }, settings.hours)),
};

type Watching = Pick<Sources, "account" | "models" | "embeddings"> & { now: Date };

const watchOf = async ({ account, models, embeddings, now }: Watching): Promise<ModelWatch> => ({
  ...{ account, now },
  lists: [await listOf(models), await listOf(embeddings)],
});

const listOf = async ({ upstream, catchUp }: ModelSource) => ({ upstream, catalog: await catchUp() });

/** Settings of an earlier version get what they lack; those that cannot be read are the kind's own. */
export const readSettings = <Kind extends RuleKind>(kind: Kind, stored: unknown): RuleSettings[Kind] => {
  const read = RULE_SETTINGS[kind].safeParse(stored);
  return (read.success ? read.data : RULE_SETTINGS[kind].parse({})) as RuleSettings[Kind];
};

export function judgeRule<Kind extends RuleKind>(
  sources: Sources,
  {
    kind,
    settings,
    createdAt,
    judgedAt,
  }: { kind: Kind; settings: unknown } & Pick<Looking<Kind>, "createdAt" | "judgedAt">,
  now: Date,
): Promise<Judgement> {
  const judge: (looking: Looking<Kind>) => Promise<Judgement> = JUDGES[kind];
  return judge({ ...sources, settings: readSettings(kind, settings), createdAt, judgedAt, now });
}
