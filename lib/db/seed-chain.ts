import type { SeedModel } from "./seed-models";
import { isDown, type Outage } from "./seed-outages";
import type { Random } from "./seed-random";

/** A provider that failed. */
type Failed = { provider: string; model: string; status: number; latencyMs: number };

/** What was tried until a provider answered, or nobody was left. */
export type Tried = {
  answered: SeedModel | null;
  /** Who answered, or failed last. */
  provider: string;
  failures: Failed[];
};

/** Providers of a model that are asked before the next model is. */
const MOST_PROVIDERS = 2;
const STATUSES = [503, 503, 502, 529] as const;

/** Asks the models of a chain in order, and of each one provider after the other. */
export function walkChain(
  random: Random,
  chain: readonly SeedModel[],
  outages: readonly Outage[],
  at: number,
): Tried {
  const failures: Failed[] = [];
  let provider = "";
  for (const model of chain) {
    const { providers } = model;
    // Most go to the first one, which is the cheapest or the quickest.
    const first = random.chance(0.6) ? 0 : random.between(0, providers.length - 1);
    for (let turn = 0; turn < Math.min(MOST_PROVIDERS, providers.length); turn++) {
      provider = providers[(first + turn) % providers.length] ?? providers[0];
      const down = outages.length > 0 && isDown(random, outages, provider, at);
      if (!down && !random.chance(0.015)) return { answered: model, provider, failures };
      failures.push({
        ...{ provider, model: model.id },
        status: down ? random.pick(STATUSES) : 429,
        latencyMs: down ? random.between(400, 6000) : random.between(80, 400),
      });
    }
  }
  return { answered: null, provider, failures };
}
