import { formatUsd } from "@/lib/core/format";
import { divide, formatDecimal, parseUsd, type Usd } from "@/lib/core/money";
import type { UpstreamStatus } from "@/lib/openrouter/api";
import {
  type Judgement,
  judged,
  type Level,
  levelBelow,
  MARGINS,
  type Observation,
  observe,
  undecided,
} from "./judgement";
import type { RuleSettings } from "./rules";

export type CreditFacts = Pick<UpstreamStatus, "key" | "balance" | "failure">;

/**
 * Whether OpenRouter goes on answering: credits and the key's own limit below an amount, over when they are above it by a
 * fifth, and a key that it does not accept.
 */
export function judgeCredits({ below }: RuleSettings["low_credits"], facts: CreditFacts): Judgement {
  const line = parseUsd(below);
  const [left, key] = [judgeLeft(line, facts), judgeKey(facts)];
  // What is open of a subject that nobody tells of stays open.
  if (left) return judged([left, key ?? untold("key")]);
  const note =
    facts.failure?.message ??
    "OpenRouter does not tell its credits, and the key has no limit. A management key may ask for them.";
  return key ? judged([untold("credits"), key], note) : undecided(note);
}

const untold = (subject: string): Observation =>
  observe({ subject, level: "between", title: "", sentence: "", link: "/spend", figures: {} });

/** Something that runs out: what is left, and from where on that is little. */
type Left = { amount: Usd; line: Usd; level: Level; title: string; words: string; end: string };

/** What is left of what runs out first; null when nobody tells. */
function judgeLeft(line: Usd, { balance, key, failure }: CreditFacts): Observation | null {
  const refusal = failure?.code === "insufficient_credits" || failure?.code === "key_limit" ? failure : null;
  const part = (amount: Usd, from: Usd, words: Pick<Left, "title" | "words" | "end">): Left => ({
    ...{ amount, line: from, level: levelBelow(amount, from, MARGINS.low_credits), ...words },
  });
  const limit = key?.limitRemaining ?? null;
  const parts = [
    balance === null ? null : part(balance, line, CREDITS),
    limit === null ? null : part(limit, lineOfLimit(line, key?.limit ?? null), LIMIT),
  ].filter((one) => one !== null);
  const least = parts.toSorted(
    (one, other) =>
      LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) || (one.amount < other.amount ? -1 : 1),
  )[0];
  const figures = {
    credits: balance === null ? null : formatDecimal(balance),
    limitRemaining: limit === null ? null : formatDecimal(limit),
    below: formatDecimal(least?.line ?? line),
  };
  if (!least) {
    if (!refusal) return null;
    return observe({
      ...{ subject: "credits", title: CREDITS.title, sentence: refusal.message, link: "/spend", figures },
    });
  }
  const left = `${formatUsd(least.amount)} ${least.words}`;
  const isLess = least.level === "over" ? `, less than ${formatUsd(least.line)}` : "";
  return observe({
    ...{ subject: "credits", link: "/spend", figures, title: least.title },
    level: refusal ? "over" : least.level,
    sentence: `${left}${isLess}.${refusal ? ` ${refusal.message}` : least.level === "over" ? ` ${least.end}` : ""}`,
  });
}

/** The most alarming first. */
const LEVELS: readonly Level[] = ["over", "between", "clear"];

const CREDITS = {
  title: "Credits are running low",
  words: "of credits are left",
  end: "Without credits nothing is answered, free models included.",
};
const LIMIT = {
  title: "The limit of the OpenRouter key is nearly reached",
  words: "are left of the limit of the OpenRouter key",
  end: "Once it is reached, OpenRouter refuses what is asked.",
};

/** A limit that is never clearly above the amount would alarm as long as there is one: then a fifth of it is the line. */
function lineOfLimit(line: Usd, limit: Usd | null): Usd {
  return limit !== null && levelBelow(limit, line, MARGINS.low_credits) !== "clear" ? divide(limit, 5) : line;
}

/** Whether OpenRouter accepts the key; null when it did not answer. */
function judgeKey({ key, failure }: CreditFacts): Observation | null {
  const isRefused = failure?.code === "upstream_key";
  if (!isRefused && key === null) return null;
  return observe({
    ...{ subject: "key", link: "/configuration", figures: { failure: "upstream_key" } },
    level: isRefused ? "over" : "clear",
    title: "OpenRouter does not accept Patchbay’s key",
    sentence: isRefused
      ? "OpenRouter does not accept the key that Patchbay uses. Nothing is answered until it has another."
      : "OpenRouter accepts the key that Patchbay uses.",
  });
}
