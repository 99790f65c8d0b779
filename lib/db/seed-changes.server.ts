import "server-only";
import { v7 } from "uuid";
import type { Db } from "./client.server";
import { goneModel, priceChange } from "./schema/catalog";
import { REPRICED } from "./seed-models";

const DAY = 86_400_000;

const window = (contextLength: number, maxCompletionTokens: number) => ({
  contextLength,
  maxCompletionTokens,
});

/** A model that the invented team never used, and that nobody lists any more. */
const LOST = {
  id: "anthropic/claude-3.7-sonnet",
  canonical_slug: "anthropic/claude-3.7-sonnet-20250219",
  name: "Anthropic: Claude 3.7 Sonnet",
  created: 1_740_422_110,
  context_length: 200_000,
  architecture: { input_modalities: ["text", "image"], output_modalities: ["text"] },
  pricing: { prompt: "0.000003", completion: "0.000015", input_cache_read: "0.0000003" },
  top_provider: { context_length: 200_000, max_completion_tokens: 64_000, is_moderated: true },
  supported_parameters: ["max_tokens", "temperature", "tools"],
};

type Change = {
  daysAgo: number;
  model: string;
  differences: { kind: string; [side: string]: unknown }[];
};

/** What else than prices changed so many days ago; afterwards everything is as the sandbox lists it. */
const OTHERS: readonly Change[] = [
  { daysAgo: 6, model: LOST.id, differences: [{ kind: "gone" }] },
  { daysAgo: 20, model: LOST.id, differences: [{ kind: "expiry", before: null, after: "2026-12-31" }] },
  {
    daysAgo: 11,
    model: "mistralai/mistral-small-2603",
    differences: [{ kind: "context", before: window(131_072, 131_072), after: window(262_144, 262_144) }],
  },
  { daysAgo: 49, model: "deepseek/deepseek-v4-pro", differences: [{ kind: "new" }] },
];

/** What changed of one model at one time is one change; prices come first. */
const CHANGES: readonly Change[] = [
  ...REPRICED.map(({ before, after, ...change }) => {
    const other = OTHERS.find(({ model, daysAgo }) => model === change.model && daysAgo === change.daysAgo);
    const [old, now] = [before, after].map((prices) => ({ prices, overrides: [] }));
    return {
      ...change,
      differences: [{ kind: "price", before: old, after: now }, ...(other?.differences ?? [])],
    };
  }),
  ...OTHERS.filter(
    (other) => !REPRICED.some(({ model, daysAgo }) => model === other.model && daysAgo === other.daysAgo),
  ),
];

/** Leaves some changes of models beside an invented history. A second run for the same moment adds nothing. */
export async function seedChanges(db: Db, { upstream, now }: { upstream: string; now: Date }): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY);
  await db.transaction(async (tx) => {
    const rows = CHANGES.map(({ daysAgo, model, differences }) => ({
      id: v7({ msecs: before(daysAgo).getTime() }),
      ...{ upstream, model, differences, digest: "invented", at: before(daysAgo) },
      kinds: differences.map(({ kind }) => kind),
    }));
    await tx.insert(priceChange).values(rows).onConflictDoNothing();
    const lost = { upstream, model: LOST.id, row: LOST, goneAt: before(6) };
    await tx.insert(goneModel).values(lost).onConflictDoNothing();
  });
}
