import "server-only";
import { AppError } from "@/lib/core/errors";
import { type Activity, readActivity } from "./activity";
import type { OpenRouter } from "./client.server";

/** What a management key may see of the account beside what every key may. It never asks for completions. */
export type Management = {
  /** The body of `GET /credits`. @throws AppError */
  getCredits(): Promise<unknown>;
  /**
   * What was charged on the last thirty completed UTC days.
   * @throws AppError `management_key` when the key is not accepted, else what befell the request
   */
  getActivity(): Promise<Activity & { /** Whether it is of our key alone. */ ofOurKey: boolean }>;
};

type Options = {
  upstream: Pick<OpenRouter, "getActivity" | "getCredits">;
  /** By what the upstream knows the key that completions are asked for with; null when nobody can tell. */
  keyHash: string | null;
};

export function createManagement({ upstream, keyHash }: Options): Management {
  async function ask(hash: string | null): Promise<Activity> {
    const activity = readActivity(await upstream.getActivity(hash).catch(explain), hash);
    if (activity === null) throw new AppError("upstream_garbled");
    return activity;
  }

  return {
    getCredits: () => upstream.getCredits(),
    async getActivity() {
      if (keyHash === null) return { ...(await ask(null)), ofOurKey: false };
      try {
        return { ...(await ask(keyHash)), ofOurKey: true };
      } catch (error) {
        // Should it not know the filter, the whole account is better than nothing, as long as that is said.
        if (!(error instanceof AppError) || error.code !== "upstream_rejected") throw error;
        return { ...(await ask(null)), ofOurKey: false };
      }
    },
  };
}

/** These name the key that completions are asked for with, which is another one. */
function explain(error: unknown): never {
  const isRefused =
    error instanceof AppError && (error.code === "upstream_key" || error.code === "upstream_forbidden");
  throw isRefused ? new AppError("management_key", error.details, { cause: error }) : error;
}
