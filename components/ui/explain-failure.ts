import type { ErrorDetails, Failure } from "@/lib/core/failure";
import { formatDuration } from "@/lib/core/format-measures";
import { revealHidden } from "@/lib/core/reveal-hidden";

/** A failure as it comes off the wire or out of an error; absent details may be undefined. */
export type ShownFailure = Pick<Failure, "code" | "by" | "message" | "remedy"> & {
  [Key in keyof ErrorDetails]?: ErrorDetails[Key] | undefined;
};

const NAMES = { patchbay: "Patchbay", openrouter: "OpenRouter", provider: "The provider" } as const;

/** Who failed, by name. */
export const failedBy = ({ by, provider }: Pick<ShownFailure, "by" | "provider">): string =>
  provider === undefined ? NAMES[by] : revealHidden(provider);

/** The one thing to do about it, as a sentence; null when there is none, or when a button beside it says so. */
export function nextStep({ remedy, retryAfter, by }: ShownFailure): string | null {
  switch (remedy) {
    case "wait":
      return retryAfter === undefined
        ? "Wait a moment, then try again."
        : `Try again in ${retryAfter < 60 ? `${Math.ceil(retryAfter)} s` : formatDuration(retryAfter * 1000)}.`;
    case "add_credits":
      return "Add credits or raise the limit at openrouter.ai, then try again.";
    case "check_key":
      return "Check OPENROUTER_API_KEY in .env, then restart Patchbay.";
    case "shorten":
      return "Shorten the message, or start a new conversation.";
    case "edit":
      return by === "patchbay" ? null : "Change the message or the settings, then send again.";
    case "switch_model":
      return "Choose another model, then try again.";
    case "retry":
    case "none":
      return null;
    default:
      return remedy satisfies never;
  }
}
