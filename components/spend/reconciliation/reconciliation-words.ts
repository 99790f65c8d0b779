import type { Tone } from "@/components/ui/badge";
import type { Reason, Reconciled, Verdict } from "@/lib/spend/reconciliation-api";

export const VERDICT_LABELS: Record<Verdict, string> = {
  matched: "Matched",
  differs: "Differs",
  only_there: "Only at OpenRouter",
  only_here: "Only here",
};

export const VERDICT_TONES: Record<Verdict, Tone> = {
  matched: "ok",
  differs: "warn",
  only_there: "danger",
  only_here: "danger",
};

/** What may be behind a difference, a sentence each. */
export const REASON_SENTENCES: Record<Reason, string> = {
  one_generation: "One generation of ours costs just as much as the two sides differ by.",
  unknown_cost: "Some of ours have no known cost: what they cost is missing here.",
  not_confirmed: "Some of our costs are what the stream said, and OpenRouter's record may say otherwise.",
  cancelled: "Some of ours were cancelled: many providers write on, and bill it later.",
  byok: "Some ran on your own keys at providers: OpenRouter counts its fee alone as spend.",
  day_boundary: "Around midnight in UTC a generation may count for the day before or after.",
  other_name:
    "Another model of this day differs by as much the other way: it may be the same under another name.",
  other_programs: "Other programs that use the same key do not go through Patchbay.",
  other_keys: "OpenRouter's figure is of the whole account: it has other keys, too.",
  not_reported:
    "OpenRouter reports fewer requests: it may not have counted some yet, or they ran in another workspace.",
  sandbox_restarted: "The sandbox forgets its bill when Patchbay restarts; the ledger does not.",
};

export const SCOPE_SENTENCES: Record<Reconciled["scope"], string> = {
  key: "OpenRouter's side is of the key that Patchbay uses, and of no other.",
  account:
    "OpenRouter's side is of the whole account: it could not be narrowed down to the key that Patchbay uses.",
  sandbox:
    "There is no OpenRouter key: this compares with the built-in sandbox, which forgets its bill when Patchbay restarts.",
};
