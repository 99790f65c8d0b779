import { LosslessNumber, stringify } from "lossless-json";
import { keyLimit } from "@/lib/budgets/budgets.server";
import { add, formatDecimal, type Usd } from "@/lib/core/money";
import { keyUsage } from "@/lib/ledger/key-usage.server";
import { only } from "../only";
import { program } from "../program";

/** Numbers here are what OpenRouter's clients expect; written digit by digit, so that nothing is rounded. */
const amount = (usd: Usd) => new LosslessNumber(formatDecimal(usd));

/** The virtual key's own usage and limits, in the shape of OpenRouter's answer about a key. */
const get = program(async ({ holder, services }) => {
  const now = services.now();
  const { byok, ...usage } = await keyUsage(services.db, services.account, holder.id, now);
  const budget = await keyLimit(services.db, holder.id, { account: services.account, now });
  // Free models are counted for the whole account, and only the upstream knows how many are left.
  const { key: account } = await services.upstream.status();
  const data = {
    label: `${holder.prefix}…${holder.lastFour}`,
    name: holder.name,
    environment: holder.environment,
    is_management_key: false,
    is_provisioning_key: false,
    limit: budget && amount(budget.raise ? add(budget.limit, budget.raise.amount) : budget.limit),
    limit_reset: budget && budget.period !== "total" ? budget.period : null,
    limit_remaining: budget && amount(budget.left),
    include_byok_in_limit: false,
    usage: amount(usage.total),
    usage_daily: amount(usage.daily),
    usage_weekly: amount(usage.weekly),
    usage_monthly: amount(usage.monthly),
    byok_usage: amount(byok.total),
    byok_usage_daily: amount(byok.daily),
    byok_usage_weekly: amount(byok.weekly),
    byok_usage_monthly: amount(byok.monthly),
    is_free_tier: account?.isFreeTier ?? false,
    free_model_daily_requests: account?.freeRequests ?? undefined,
    expires_at: holder.expiresAt?.toISOString() ?? null,
    creator_user_id: null,
    organization_id: null,
    workspace_id: null,
    allowed_data_regions: ["global"],
    limits: {
      requests_per_minute: holder.requestsPerMinute,
      tokens_per_minute: holder.tokensPerMinute,
      max_concurrent: holder.maxConcurrent,
    },
    rate_limit:
      holder.requestsPerMinute === null
        ? { requests: -1, interval: "10s", note: "This field is kept for older clients and says nothing." }
        : { requests: holder.requestsPerMinute, interval: "60s", note: "The limit of this key." },
  };
  return new Response(stringify({ data }), { headers: { "content-type": "application/json" } });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("GET", get);
