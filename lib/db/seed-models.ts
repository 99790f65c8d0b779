import { type PerMillion, type Tariff, tariffOf } from "./seed-prices";

/** What invented history asks for. `weight` is how often a team asks for it. */
export type SeedModel = Facts & { id: string; providers: readonly [string, ...string[]]; tariff: Tariff };

type Facts = {
  /** Median time to first token in milliseconds, and tokens per second after it. */
  ttftMs: number;
  speed: number;
  reasons: boolean;
  weight: number;
  /** In use from so many days ago, until so many days ago. */
  since?: number;
  until?: number;
};

/** What it cost until so many days ago, latest first. */
type Was = { daysAgo: number; prices: PerMillion };
type Row = Omit<SeedModel, "tariff"> & { prices: PerMillion; was: readonly Was[] };

const model = (
  id: string,
  providers: SeedModel["providers"],
  prices: PerMillion,
  { was = [], ...rest }: Facts & { was?: readonly Was[] },
): Row => ({ id, providers, prices, was, ...rest });

/** Priced as the sandbox lists them. */
const MODELS: readonly [Row, ...Row[]] = [
  model("anthropic/claude-sonnet-5", ["Anthropic", "Amazon Bedrock", "Google"], ["2", "10", "0.2", "2.5"], {
    was: [{ daysAgo: 17, prices: ["3", "15", "0.3", "3.75"] }],
    ttftMs: 980,
    speed: 79,
    reasons: true,
    weight: 22,
  }),
  model("anthropic/claude-opus-5", ["Anthropic", "Amazon Bedrock"], ["5", "25", "0.5", "6.25"], {
    ttftMs: 1450,
    speed: 58,
    reasons: true,
    weight: 6,
  }),
  model("anthropic/claude-haiku-4.5", ["Anthropic", "Google"], ["1", "5", "0.1", "1.25"], {
    was: [{ daysAgo: 151, prices: ["0.8", "4", "0.08", "1"] }],
    ttftMs: 560,
    speed: 148,
    reasons: false,
    weight: 14,
  }),
  model("openai/gpt-5.5", ["OpenAI", "Azure"], ["5", "30", "0.5"], {
    ttftMs: 1100,
    speed: 74,
    reasons: true,
    weight: 7,
  }),
  model("openai/gpt-5.4-mini", ["OpenAI", "Azure"], ["0.75", "4.5", "0.075"], {
    was: [
      { daysAgo: 3, prices: ["0.6", "3.6", "0.06"] },
      { daysAgo: 236, prices: ["0.8", "4.8", "0.08"] },
    ],
    ttftMs: 520,
    speed: 168,
    reasons: true,
    weight: 20,
  }),
  model("openai/gpt-4o", ["OpenAI", "Azure"], ["2.5", "10", "1.25"], {
    ttftMs: 460,
    speed: 93,
    reasons: false,
    weight: 16,
    until: 34,
  }),
  model("google/gemini-3.5-flash", ["Google", "Google AI Studio"], ["1.5", "9", "0.15"], {
    was: [{ daysAgo: 73, prices: ["1.8", "10.8", "0.18"] }],
    ttftMs: 430,
    speed: 190,
    reasons: true,
    weight: 18,
  }),
  model("google/gemini-3.1-pro-preview", ["Google", "Google AI Studio"], ["2", "12", "0.2"], {
    ttftMs: 2300,
    speed: 96,
    reasons: true,
    weight: 5,
  }),
  model("deepseek/deepseek-v4-pro", ["DeepSeek", "Fireworks", "Together"], ["0.435", "0.87", "0.003625"], {
    ttftMs: 1300,
    speed: 44,
    reasons: true,
    weight: 9,
    since: 48,
  }),
  model("x-ai/grok-4.3", ["xAI"], ["1.25", "2.5", "0.2"], {
    ttftMs: 820,
    speed: 102,
    reasons: true,
    weight: 3,
  }),
  model("qwen/qwen3.6-flash", ["Alibaba"], ["0.1875", "1.125", "0.0375"], {
    ttftMs: 610,
    speed: 120,
    reasons: false,
    weight: 6,
  }),
  model("mistralai/mistral-small-2603", ["Mistral"], ["0.15", "0.6", "0.015"], {
    was: [{ daysAgo: 11, prices: ["0.2", "0.6", "0.02"] }],
    ttftMs: 380,
    speed: 155,
    reasons: false,
    weight: 5,
  }),
  model("openai/gpt-oss-120b:free", ["Open Inference"], ["0", "0", "0"], {
    ttftMs: 760,
    speed: 110,
    reasons: true,
    weight: 8,
  }),
];

const byDay = new Map<number, readonly [SeedModel, ...SeedModel[]]>();

/** The models in use so many days ago, at the prices of that day. */
export function modelsOn(daysAgo: number): readonly [SeedModel, ...SeedModel[]] {
  const known = byDay.get(daysAgo);
  if (known) return known;
  const [first, ...rest] = MODELS;
  const inUse = rest.filter(
    ({ since = Number.POSITIVE_INFINITY, until = 0 }) => daysAgo <= since && daysAgo >= until,
  );
  const models = [onDay(first, daysAgo), ...inUse.map((row) => onDay(row, daysAgo))] as const;
  byDay.set(daysAgo, models);
  return models;
}

function onDay({ prices, was, ...facts }: Row, daysAgo: number): SeedModel {
  return { ...facts, tariff: tariffOf(was.findLast((past) => past.daysAgo <= daysAgo)?.prices ?? prices) };
}

const chains = new WeakMap<
  readonly SeedModel[],
  Map<readonly string[], readonly [SeedModel, ...SeedModel[]]>
>();

/** Those of these ids among the models of a day; the same few lists are asked for again and again. */
export function findModels(models: readonly [SeedModel, ...SeedModel[]], ids: readonly string[]) {
  const known = chains.get(models) ?? new Map<readonly string[], readonly [SeedModel, ...SeedModel[]]>();
  chains.set(models, known);
  const [first = models[0], ...rest] =
    known.get(ids) ?? ids.flatMap((id) => models.find((model) => model.id === id) ?? []);
  const found = known.get(ids) ?? ([first, ...rest] as const);
  known.set(ids, found);
  return found;
}

/** Every change of a price, as both sides of it. */
export const REPRICED = MODELS.flatMap(({ id, prices, was }) =>
  was.map((past, index) => ({
    model: id,
    daysAgo: past.daysAgo,
    before: tariffOf(past.prices).snapshot,
    after: tariffOf(was[index - 1]?.prices ?? prices).snapshot,
  })),
);
