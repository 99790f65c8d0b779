import type { Random } from "./seed-random";

/** A provider that answers hardly anything for some hours. */
export type Outage = { provider: string; from: number; to: number };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS_PER_OUTAGE = 28;
/** In the order in which they fail, the last one latest. */
const PROVIDERS = ["OpenAI", "Google", "Anthropic", "Amazon Bedrock", "xAI", "OpenAI", "Azure", "Anthropic"];

/** Outages of the past days, all over, each on a working day: one every few weeks, and at least one. */
export function inventOutages(random: Random, days: number, now: Date): Outage[] {
  const today = now.getTime() - (now.getTime() % DAY);
  const count = Math.max(1, Math.round(days / DAYS_PER_OUTAGE));
  return Array.from({ length: count }, (_, index) => {
    const latest = Math.floor((index * days) / count) + 1;
    const day = workingDay(today - random.between(latest, latest + DAYS_PER_OUTAGE / 2) * DAY);
    const from = day + random.between(7 * 60, 14 * 60) * 60_000;
    const provider = PROVIDERS.at(-1 - (index % PROVIDERS.length)) ?? "OpenAI";
    return { provider, from, to: from + random.between(90, 420) * 60_000 };
  });
}

/** The day itself or the Friday before it. */
function workingDay(midnight: number): number {
  const weekday = new Date(midnight).getUTCDay();
  return midnight - (weekday === 0 ? 2 : weekday === 6 ? 1 : 0) * DAY;
}

/** Those that touch an hour. */
export const outagesWithin = (outages: readonly Outage[], hour: number): Outage[] =>
  outages.filter(({ from, to }) => from < hour + HOUR && to > hour);

/** Nearly nobody gets through to a provider that is down. */
export const isDown = (random: Random, outages: readonly Outage[], provider: string, at: number): boolean =>
  outages.some((outage) => outage.provider === provider && outage.from <= at && at < outage.to) &&
  random.chance(0.92);
