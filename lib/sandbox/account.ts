import { decimalText, type Yocto, yocto } from "./dollars";
import { type Failure, failure, USER_ID } from "./failure";
import type { Generations } from "./generations";
import { redacted } from "./keys";
import { uuidOf } from "./random";
import { freeLimitFailure } from "./status-fault";

export type AccountOptions = {
  /** Dollars bought, as decimal text. */
  credits: string;
  /** Requests to `:free` models, or no limits at all. */
  freeLimits: { perMinute: number; perDay: number } | false;
  /** Dollars that one key may spend, as decimal text. */
  keyLimit: string | null;
  /** How late `/key` and `/credits` learn of spending, in milliseconds. */
  lagMs: number;
};

const DAY = 86_400_000;

const WORKSPACE = uuidOf("workspace");

/** The one account of a sandbox: what it bought, spent, and how often it asked free models. */
export function createAccount(options: AccountOptions, generations: Generations) {
  const freeRequests: number[] = [];
  const since = (from: number, until: number): Yocto =>
    generations
      .lines()
      .reduce((sum, { endedAt, amount }) => (endedAt >= from && endedAt <= until ? sum + amount : sum), 0n);
  const left = (): Yocto => yocto(options.credits) - generations.spent();

  return {
    /** Why this account may not send the request, if it may not. Free models need a balance that is not negative. */
    refusal(
      free: boolean,
      ceiling: Yocto,
      affordable: () => { asked: number; possible: number },
      at: number,
    ): Failure | null {
      if (left() < 0n || (left() === 0n && !free))
        return failure(402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits", {
          named: true,
          metadata: { limit_source: "openrouter_credits", remedy_hint: "Add credits." },
        });
      if (options.keyLimit !== null && generations.spent() >= yocto(options.keyLimit))
        return failure(
          403,
          "Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys",
          { named: true },
        );
      if (!free && ceiling > left()) {
        const { asked, possible } = affordable();
        return failure(
          402,
          `This request requires more credits, or fewer max_tokens. You requested up to ${asked} tokens, but can only afford ${possible}. To increase, visit https://openrouter.ai/settings/credits and upgrade to a paid account`,
          { named: true, metadata: { provider_name: null } },
        );
      }
      return free ? freeRefusal(at) : null;
    },
    left,
    credits: (at: number) => ({
      data: {
        total_credits: Number(options.credits),
        total_usage: Number(decimalText(since(0, at - options.lagMs))),
      },
    }),
    /** `GET /key`; its counters lag, as OpenRouter's do. */
    key(key: string, management: boolean, at: number) {
      const until = at - options.lagMs;
      const today = Math.floor(at / DAY) * DAY;
      const date = new Date(today);
      const monday = today - ((date.getUTCDay() + 6) % 7) * DAY;
      const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
      const usage = Number(decimalText(since(0, until)));
      const limit = options.keyLimit === null ? null : Number(options.keyLimit);
      const perDay = options.freeLimits === false ? 1000 : options.freeLimits.perDay;
      const used = freeRequests.filter((asked) => asked >= today && asked <= until).length;
      return {
        data: {
          label: redacted(key),
          is_management_key: management,
          is_provisioning_key: management,
          limit,
          limit_reset: null,
          limit_remaining: limit === null ? null : Math.max(limit - usage, 0),
          include_byok_in_limit: false,
          usage,
          usage_daily: Number(decimalText(since(today, until))),
          usage_weekly: Number(decimalText(since(monday, until))),
          usage_monthly: Number(decimalText(since(month, until))),
          byok_usage: 0,
          byok_usage_daily: 0,
          byok_usage_weekly: 0,
          byok_usage_monthly: 0,
          is_free_tier: false,
          expires_at: null,
          creator_user_id: USER_ID,
          organization_id: null,
          workspace_id: WORKSPACE,
          allowed_data_regions: ["global"],
          free_model_daily_requests: { used, limit: perDay, remaining: perDay - used },
          rate_limit: { requests: -1, interval: "10s", note: "This field is deprecated and safe to ignore." },
        },
      };
    },
  };

  /** 20 a minute and so many a UTC day; failed attempts count as well. */
  function freeRefusal(at: number): Failure | null {
    if (options.freeLimits === false) return null;
    const { perMinute, perDay } = options.freeLimits;
    const today = Math.floor(at / DAY) * DAY;
    while ((freeRequests[0] ?? today) < today) freeRequests.shift();
    const lastMinute = freeRequests.filter((asked) => asked > at - 60_000);
    freeRequests.push(at);
    if (freeRequests.length > perDay) {
      const token =
        perDay > 50
          ? "free-models-per-day-high-balance. "
          : "free-models-per-day. Add 10 credits to unlock 1000 free model requests per day";
      return freeLimitFailure(token, perDay, today + DAY, "day");
    }
    return lastMinute.length >= perMinute
      ? freeLimitFailure("free-models-per-min. ", perMinute, (lastMinute[0] ?? at) + 60_000, "min")
      : null;
  }
}

export type Account = ReturnType<typeof createAccount>;
