import "server-only";
import type { entry, generation, hold } from "./schema/ledger";
import { type Tried, walkChain } from "./seed-chain";
import { failureOf, inventEnding, LIMITED_BY_ALL, REFUSED_BY_ALL } from "./seed-endings";
import { findModels, modelsOn, type SeedModel } from "./seed-models";
import { feeOf, inventMoney, inventStats } from "./seed-money.server";
import { inventOutages, type Outage, outagesWithin } from "./seed-outages";
import { ceilingOf, priceOf, type SeedUsage } from "./seed-prices";
import { createRandom, type Random } from "./seed-random";
import { countPerHour, inventHours } from "./seed-rhythm";
import {
  type Caller,
  callersOn,
  drawSeedArm,
  EVALUATIONS,
  OPUS,
  ROUTES,
  type SeedRoute,
  SONNET,
} from "./seed-team";

export type InventedGeneration = {
  generation: typeof generation.$inferInsert;
  hold: typeof hold.$inferInsert;
  entries: (typeof entry.$inferInsert)[];
};

export type HistoryOptions = {
  /** How many generations, and over how many days up to `now`. */
  generations: number;
  days: number;
  /** The same number gives the same history for the same `now`. */
  seed: number;
  now: Date;
  account: string;
  /** The owner. */
  memberId: string;
  /** All, unless some are not there. */
  routes?: readonly SeedRoute[];
};

// Rows are written out field by field: many millions are made, and putting together objects of others takes its time.

/** What holds for all of an hour. */
type Hour = { daysAgo: number; surging: boolean; outages: readonly Outage[] };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * A team's history, hour after hour: busy on weekdays, growing, with the outages, failures, corrections and unknowns of
 * real life.
 */
export function* inventHistory(options: HistoryOptions): Generator<InventedGeneration> {
  const { generations, days, seed, now } = options;
  const random = createRandom(seed);
  const [first, ...rest] = inventHours(random, days, now);
  if (!first) return;
  const outages = inventOutages(random, days, now);
  for (const [{ start, surging }, count] of countPerHour(random, [first, ...rest], generations)) {
    const within = outagesWithin(outages, start);
    for (let made = 0; made < count; made++) {
      const startedAt = start + Math.floor(((made + random.unit()) / count) * HOUR);
      const daysAgo = Math.floor((now.getTime() - startedAt) / DAY);
      yield invent(random, options, startedAt, { daysAgo, surging, outages: within });
    }
  }
}

function invent(
  random: Random,
  { account, memberId, now, routes = ROUTES }: HistoryOptions,
  startMs: number,
  hour: Hour,
): InventedGeneration {
  const startedAt = new Date(startMs);
  const surging = hour.surging && random.chance(0.45);
  const caller = surging ? EVALUATIONS : random.weighted(callersOn(hour.daysAgo));
  const { chain, route } = inventChain(random, caller, routes, { ...hour, surging });
  const tried = walkChain(random, chain, hour.outages, startMs);
  const ending = tried.answered === null ? byAll(tried) : inventEnding(random);
  const [asked] = chain;
  const answered = tried.answered ?? asked;
  const { provider } = tried;
  const refused = ending.told === "refused";
  // What was cut short has only part of its answer.
  const part = ending.state === "finished" ? 1 : random.unit();
  const usage = inventUsage(random, answered, caller, surging ? 4 : 1, part);
  const waited = tried.failures.reduce((sum, { latencyMs }) => sum + (latencyMs ?? 0), 0);
  const ownTtft = Math.min(60_000, random.skewed(answered.ttftMs, 0.4));
  const ttftMs = waited + ownTtft;
  const durationMs = refused
    ? waited + random.between(120, 900)
    : ttftMs + Math.round((usage.completionTokens / answered.speed) * 1000);
  const endMs = startMs + durationMs + random.between(4, 20);
  const endedAt = new Date(endMs);
  const ceiling = ceilingOf(asked.tariff, usage.promptTokens, usage.completionTokens + 8192);
  const bill = priceOf(answered.tariff, usage);
  const isByok = OWN_KEYS.has(provider) && random.chance(0.04);
  const money = inventMoney(random, ending.told, isByok ? feeOf(bill) : bill, ceiling, endedAt, now);
  const known = money.cost !== null && !refused;
  const told = tried.answered !== null && !refused && ending.state !== "lost";
  const upstreamId = refused ? null : `gen-${Math.floor(startMs / 1000)}-${random.hex(20)}`;
  const success = { provider, model: answered.id, status: 200, latencyMs: Math.round(ownTtft * 0.85) };
  const id = random.uuid(startMs);
  return {
    generation: {
      id,
      account,
      memberId: caller.memberId ?? memberId,
      keyId: caller.key?.id ?? null,
      source: caller.source,
      models: chain.map((model) => model.id),
      parameters: random.chance(0.4) ? PARAMETERS : NO_PARAMETERS,
      tags: [...random.pick(caller.tags)],
      routeId: route?.routeId ?? null,
      routeVersion: route?.routeVersion ?? null,
      routeArm: route?.routeArm ?? null,
      state: ending.state,
      upstreamId,
      model: told ? answered.id : null,
      provider: told || tried.answered === null ? provider : null,
      attempts: known ? [...tried.failures, success] : tried.answered === null ? tried.failures : null,
      finishReason: ending.state === "finished" ? random.weighted(FINISHES).reason : null,
      failure: failureOf(ending, provider),
      promptTokens: known ? usage.promptTokens : null,
      completionTokens: known ? usage.completionTokens : null,
      reasoningTokens: known ? usage.reasoningTokens : null,
      cachedTokens: known ? usage.cachedTokens : null,
      cacheWriteTokens: known ? usage.cacheWriteTokens : null,
      estimate: ceilingOf(asked.tariff, usage.promptTokens, 500),
      cost: money.cost,
      costState: money.costState,
      upstreamCost: known && isByok ? bill : null,
      isByok: known ? isByok : null,
      priceSnapshot: asked.tariff.snapshot,
      startedAt,
      sentAt: new Date(endMs - durationMs),
      endedAt,
      settledAt: endedAt,
      confirmedAt: money.confirmedAt,
      ttftMs: told ? ttftMs : null,
      durationMs: ending.state === "lost" ? null : durationMs,
      upstreamLatencyMs: money.confirmedAt ? Math.round(ttftMs * 0.9) : null,
      confirmTries: money.confirmedAt ? 1 : 0,
      stats:
        money.confirmedAt && upstreamId !== null && money.cost !== null
          ? inventStats(upstreamId, provider, money.cost, usage, ending.state === "cancelled")
          : null,
    },
    hold: { ...money.hold, id: random.uuid(startMs), generationId: id, account, createdAt: startedAt },
    entries: money.bookings.map((booking) => ({
      ...booking,
      id: random.uuid(startMs),
      generationId: id,
      account,
    })),
  };
}

const PARAMETERS = { temperature: 0.7, max_tokens: 8192 };
const NO_PARAMETERS = {};
type Finish = { reason: string; weight: number };
/** Providers at which the team has keys of its own, for some models. */
const OWN_KEYS = new Set(["Amazon Bedrock", "Azure"]);
const FINISHES: readonly [Finish, ...Finish[]] = [
  { reason: "stop", weight: 88 },
  { reason: "tool_calls", weight: 7 },
  { reason: "length", weight: 4 },
  { reason: "content_filter", weight: 1 },
];

const byAll = ({ failures }: Tried) => (failures.at(-1)?.status === 429 ? LIMITED_BY_ALL : REFUSED_BY_ALL);

const HEAVY = [OPUS, SONNET];

type Chain = readonly [SeedModel, ...SeedModel[]];

/** The models to try, by a route or chosen by whoever asks, mostly one alone. */
function inventChain(
  random: Random,
  caller: Caller,
  routes: readonly SeedRoute[],
  { daysAgo, surging }: Pick<Hour, "daysAgo" | "surging">,
): { chain: Chain; route?: { routeId: string; routeVersion: number; routeArm: string } } {
  const models = modelsOn(daysAgo);
  if (surging) return { chain: findModels(models, HEAVY) };
  const { route } = caller;
  const drawn = route && routes.includes(route) && random.chance(0.85) && drawSeedArm(random, route, daysAgo);
  if (drawn)
    return {
      chain: findModels(models, drawn.arm.models),
      route: { routeId: route.id, routeVersion: drawn.version, routeArm: drawn.arm.name },
    };
  const [asked, next] = [random.weighted(models), random.weighted(models)];
  return { chain: next !== asked && random.chance(0.2) ? [asked, next] : [asked] };
}

function inventUsage(
  random: Random,
  model: SeedModel,
  caller: Caller,
  scale: number,
  part: number,
): SeedUsage {
  const promptTokens = Math.min(180_000, random.skewed(caller.prompt * scale, 0.9));
  const completionTokens = Math.max(1, Math.round(Math.min(16_000, random.skewed(420, 0.9)) * part));
  const cachedTokens = random.chance(caller.cached)
    ? Math.floor(promptTokens * (0.2 + 0.75 * random.unit()))
    : 0;
  const writes = model.tariff.snapshot.cacheWrite !== undefined;
  return {
    promptTokens,
    completionTokens,
    reasoningTokens:
      model.reasons && random.chance(0.5) ? Math.floor(completionTokens * random.unit() * 0.8) : 0,
    cachedTokens,
    cacheWriteTokens: !writes
      ? null
      : random.chance(0.25)
        ? Math.floor((promptTokens - cachedTokens) * random.unit())
        : 0,
  };
}
