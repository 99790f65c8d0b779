import { type Beat, totalsOf } from "./beats";
import type { Bill } from "./bill";
import { type Yocto, yocto } from "./dollars";
import { statsOf } from "./generation-stats";
import type { Plan } from "./plan";

/** One try at one provider, as `/generation` lists them. */
export type Attempt = {
  provider: string;
  model: string;
  endpointId: string;
  status: number;
  latency: number;
};

export type Outcome = {
  plan: Plan;
  /** The beats that are billed. */
  beats: Beat[];
  bill: Bill;
  cancelled: boolean;
  finish: { reason: string | null; native: string | null };
  attempts: Attempt[];
  /** Epoch milliseconds. */
  endedAt: number;
  firstTokenAt: number | null;
  headers: { userAgent: string | null; referer: string | null; sessionId: string | null };
};

export type BillLine = {
  id: string;
  model: string;
  provider: string;
  /** Epoch milliseconds. */
  at: number;
  /** Dollars as plain decimal text, exactly as charged. */
  cost: string;
  cancelled: boolean;
};

/** What the account's statistics need of a generation. */
export type BookedLine = BillLine & {
  slug: string;
  endpointId: string;
  endedAt: number;
  amount: Yocto;
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

type Stored = { stats: string; visibleAt: number };

/**
 * What was generated and charged; `/generation` learns of it only after a while. The bill is kept for good,
 * statistics of the last `keep` generations, as text, since a million small objects would be a burden.
 */
export function createGenerations(delay: () => number, keep: number) {
  const stored = new Map<string, Stored>();
  const lines: BookedLine[] = [];
  let spent: Yocto = 0n;
  return {
    settle(outcome: Outcome): void {
      const line = lineOf(outcome);
      stored.set(line.id, { stats: JSON.stringify(statsOf(outcome)), visibleAt: outcome.endedAt + delay() });
      lines.push(line);
      spent += line.amount;
      const [oldest] = stored.keys();
      if (stored.size > keep && oldest !== undefined) stored.delete(oldest);
    },
    find(id: string, at: number): unknown {
      const found = stored.get(id);
      return found === undefined || found.visibleAt > at ? null : JSON.parse(found.stats);
    },
    bill: (): BillLine[] =>
      lines.map(({ id, model, provider, at, cost, cancelled }) => ({
        id,
        model,
        provider,
        at,
        cost,
        cancelled,
      })),
    lines: (): readonly BookedLine[] => lines,
    spent: (): Yocto => spent,
  };
}

export type Generations = ReturnType<typeof createGenerations>;

function lineOf({ plan, beats, bill, cancelled, endedAt }: Outcome): BookedLine {
  const { model } = plan.hop.entry;
  const totals = totalsOf(beats, model.architecture.tokenizer);
  return {
    id: plan.id,
    model: model.id,
    provider: plan.endpoint.provider.name,
    at: plan.at,
    cost: bill.cost,
    cancelled,
    slug: model.canonical_slug,
    endpointId: plan.endpoint.id,
    endedAt,
    amount: yocto(bill.cost),
    promptTokens: plan.promptTokens,
    completionTokens: totals.completionTokens,
    reasoningTokens: totals.reasoningTokens,
  };
}
