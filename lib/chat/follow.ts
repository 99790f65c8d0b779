import type { ErrorCode } from "@/lib/core/errors";
import type { FailedBy } from "@/lib/core/failure";
import type { EndState } from "@/lib/ledger/settlement";
import type { Usage } from "@/lib/openrouter/usage";

/** What is told of a generation as it begins. */
export type Begun = {
  id: string;
  memberId: string;
  /** Null where a person asked in the browser. */
  keyId: string | null;
  source: string;
  /** The first is asked; the others are its fallbacks. */
  models: readonly string[];
  /** The upstream's API, below its base address. */
  path: string;
  /** Not where a budget refuses what is on record all the same. */
  isSent: boolean;
  at: Date;
};

/** What is told of a generation that is over: names, codes and figures, never what was said. */
export type Ended = {
  state: EndState;
  failure: ErrorCode | null;
  failedBy: FailedBy | null;
  /** From the request written to the first token; null without one. */
  ttftMs: number | null;
  model: string | null;
  provider: string | null;
  upstreamId: string | null;
  finishReason: string | null;
  usage: Usage | null;
  at: Date;
};

/** Hears of each generation as it begins, and by what it returns of how that ended. */
export type Follow = (begun: Begun) => (ended: Ended) => void;
