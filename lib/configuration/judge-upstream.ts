import { ERRORS } from "@/lib/core/errors";
import { formatUsd } from "@/lib/core/format";
import { type Usd, ZERO } from "@/lib/core/money";
import type { Finding } from "./api";
import type { Facts, KeyFacts } from "./facts";
import { missing, note, ok, unsafe } from "./finding";

const DAY = 86_400_000;
const SOON = 14 * DAY;

/** The key that pays, what it may spend, and what else OpenRouter is asked for. */
export function judgeUpstream({ upstream }: Facts): (Finding | null)[] {
  const { mode, key } = upstream;
  if (mode === "sandbox")
    return [
      missing(
        ...(["upstream-key", "OpenRouter key"] as const),
        "There is none: a sandbox answers instead of models, and nothing costs.",
        "Set `OPENROUTER_API_KEY` to a key of your OpenRouter account.",
      ),
    ];
  return [
    upstreamKey(upstream),
    key && limit(key),
    key && expiry(key),
    key && credit(upstream),
    managementKey(upstream),
    baseUrl(upstream),
  ];
}

/** What is said of limit and credit stands there. */
const OF_MONEY = ["insufficient_credits", "key_limit"];

function upstreamKey({ failure, looksLikeKey }: Facts["upstream"]): Finding {
  const [id, subject] = ["upstream-key", "OpenRouter key"] as const;
  if (failure === "upstream_key")
    return missing(
      ...([id, subject] as const),
      ERRORS.upstream_key.message,
      looksLikeKey
        ? "Set `OPENROUTER_API_KEY` to a key that is valid."
        : "Set `OPENROUTER_API_KEY` to a key of OpenRouter, which begins with `sk-or-`.",
    );
  if (failure !== null && !OF_MONEY.includes(failure))
    return note(
      ...([id, subject] as const),
      `Whether the key works could not be found out. ${ERRORS[failure].message}`,
      "Open this page again in a minute. If it stays so, look whether this machine reaches OpenRouter.",
    );
  if (!looksLikeKey)
    return note(
      ...([id, subject] as const),
      "The key is accepted, but does not begin with `sk-or-` as OpenRouter's keys do.",
      "Check whether `OPENROUTER_API_KEY` is the key you meant.",
    );
  return ok(id, subject, "OpenRouter accepts the key.");
}

function limit({ limit, limitRemaining: left }: KeyFacts): Finding {
  const [id, subject] = ["key-limit", "Limit of the key"] as const;
  const raise = "Raise the key's limit in the settings of your OpenRouter account.";
  if (limit === null)
    return note(
      ...([id, subject] as const),
      "OpenRouter names no limit for the key: should it ever be stolen, it can spend all credits.",
      "Give it a limit in the settings of your OpenRouter account.",
    );
  if (left === null) return note(id, subject, "The key has a limit; how much of it is left is unknown.");
  if (left <= ZERO)
    return missing(id, subject, "The key's limit is reached: OpenRouter refuses requests.", raise);
  const sentence = `${formatUsd(left)} of ${formatUsd(limit)} are left.`;
  return left * 10n < limit ? note(id, subject, sentence, raise) : ok(id, subject, sentence);
}

function expiry({ expiresIn }: KeyFacts): Finding | null {
  if (expiresIn === null || expiresIn > SOON) return null;
  const days = Math.floor(expiresIn / DAY);
  const [id, subject] = ["key-expiry", "Expiry of the key"] as const;
  const renew = "Make a new key at OpenRouter, set `OPENROUTER_API_KEY`, and restart Patchbay.";
  if (expiresIn <= 0) return missing(id, subject, "The key has expired.", renew);
  const when = days === 0 ? "within a day" : days === 1 ? "in 1 day" : `in ${days} days`;
  return note(id, subject, `The key expires ${when}.`, renew);
}

function credit({ balance, hasManagementKey }: { balance: Usd | null; hasManagementKey: boolean }): Finding {
  const [id, subject] = ["credit", "Credit of the account"] as const;
  if (balance === null)
    return note(
      ...([id, subject] as const),
      "How much credit is left is unknown: OpenRouter does not say.",
      hasManagementKey
        ? "Check whether `OPENROUTER_MANAGEMENT_KEY` is still valid."
        : "Set `OPENROUTER_MANAGEMENT_KEY`.",
    );
  if (balance > ZERO) return ok(id, subject, `${formatUsd(balance)} are left.`);
  return missing(
    ...([id, subject] as const),
    balance < ZERO
      ? "The account is overdrawn: even free models refuse."
      : "No credit is left: free models alone answer.",
    "Add credits at OpenRouter.",
  );
}

function managementKey({ hasManagementKey }: Facts["upstream"]): Finding {
  const [id, subject] = ["management-key", "Management key"] as const;
  if (hasManagementKey) return ok(id, subject, "The ledger can be compared with OpenRouter's own bill.");
  return missing(
    ...([id, subject] as const),
    "Without one the ledger cannot be compared with OpenRouter's own bill.",
    "Set `OPENROUTER_MANAGEMENT_KEY` to a management key of your OpenRouter account.",
  );
}

function baseUrl({ isOpenRouter }: Facts["upstream"]): Finding | null {
  if (isOpenRouter) return null;
  return unsafe(
    ...(["upstream-address", "Address of OpenRouter"] as const),
    "Key, prompts and answers go to another address than OpenRouter's.",
    "Remove `OPENROUTER_BASE_URL`, unless you trust whoever answers there as much as OpenRouter.",
  );
}
