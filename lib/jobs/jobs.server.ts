import "server-only";
import { removeDeletedAlerting, removeOldAlerts } from "@/lib/alerts/remove-old.server";
import { auditBudgets } from "@/lib/budgets/audit.server";
import { removeDeletedBudgets } from "@/lib/budgets/remove-deleted.server";
import type { Catalog } from "@/lib/catalog/catalog.server";
import { recoverAbandoned } from "@/lib/chat/recover.server";
import type { Runner } from "@/lib/chat/runner.server";
import { removeSegments } from "@/lib/chat/segments.server";
import { removeUnused } from "@/lib/conversations/attachments.server";
import { removeDeleted } from "@/lib/conversations/conversations.server";
import { deleteOutlived } from "@/lib/conversations/retention.server";
import { sleep } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import type { Confirmer } from "@/lib/ledger/confirm.server";
import { giveUpUnaskable, releaseAbsent } from "@/lib/ledger/unaskable.server";
import { rollUp } from "@/lib/spend/rollup-days.server";
import type { Setbacks } from "@/lib/spend/setbacks";
import { removeOldAnswers } from "@/lib/team/kept-answers.server";

type Options = {
  db: Db;
  /** The one in use. */
  account: string;
  catalog: Pick<Catalog, "catchUp">;
  runner: Pick<Runner, "lease" | "keeper">;
  confirmer: Pick<Confirmer, "confirmDue">;
  alerts: {
    /** Judges what is due, and answers how many alerts that opened. */
    evaluate: () => Promise<number>;
    /** Sends for so many milliseconds, and answers how many messages arrived. */
    deliver: (patience: number, signal: AbortSignal) => Promise<number>;
  };
  now: () => Date;
  onError: (message: string, error: unknown) => void;
  /** No other process can share the database, so whatever still runs in it was left by a dead one. */
  onlyProcess: boolean;
};

/** What one pass did, in numbers; null for a job that failed. */
export type Pass = {
  /** Models in the catalogue afterwards. */
  models: number | null;
  /** Generations settled that were left behind by a process that went away. */
  recovered: number | null;
  /** Generations whose cost the upstream was asked for. */
  asked: number | null;
  /** Generations that are waited for no more, since there is nothing to ask for their cost by, or nobody. */
  givenUp: number | null;
  /** Segments of settled streams removed. */
  removed: number | null;
  /** Deleted conversations and budgets removed for good. */
  purged: number | null;
  /** Conversations deleted that nobody has touched for as long as the workspace keeps them. */
  outlived: number | null;
  /** Files removed that no message has any more, or that were never sent. */
  unattached: number | null;
  /** Answers removed that were kept for who asks again. */
  forgotten: number | null;
  /** Alerts removed that have been over for long, and deleted rules and channels removed for good. */
  cleared: number | null;
  /** Quarters of an hour and days of spend summed up anew. */
  rolledUp: number | null;
  /** Budgets stopped, since their figures were not those of the ledger. */
  stopped: number | null;
  /** Alerts opened. */
  alerted: number | null;
  /** Messages about alerts that arrived. */
  delivered: number | null;
};

export type Jobs = {
  /** Runs them by the clock from now on, after settling what an earlier process left behind. */
  start(): Promise<void>;
  /**
   * Does once what is due, where nothing runs by the clock; no further costs are asked for after `patience`
   * milliseconds. Several at a time, anywhere, share the work. Never throws.
   */
  pass(patience: number): Promise<Pass>;
  /** Begins nothing more, and waits for what is under way. */
  close(): Promise<void>;
};

const CONFIRM_EVERY = 1_000;
const RECOVER_EVERY = 5_000;
const GIVE_UP_EVERY = 5_000;
const TIDY_EVERY = 60_000;
const KEEP_SEGMENTS = 5 * 60_000;
/** How long a deletion can be taken back. */
const KEEP_DELETED = 10 * 60_000;
const ROLL_UP_EVERY = 15_000;
/** Then it begins anew with what changed last. */
const ROLL_UP_PATIENCE = 5_000;
/** So long others have the database's processors for themselves. */
const ROLL_UP_PAUSE = 250;
const AUDIT_EVERY = 60_000;
const ALERT_EVERY = 60_000;
const DELIVER_EVERY = 5_000;
const DELIVER_PATIENCE = 20_000;
const SWEEP_EVERY = 10 * 60_000;
/** How long a file waits to be sent with a message. */
const KEEP_UNSENT = 24 * 60 * 60_000;
/** How long an alert is kept that is over. */
const KEEP_ALERTS = 90 * 24 * 60 * 60_000;

const COMPLAINTS = {
  models: "the model list could not be kept fresh",
  recovered: "abandoned generations could not be taken over",
  asked: "costs could not be confirmed",
  givenUp: "generations that cannot be asked about could not be given up",
  removed: "old stream segments could not be removed",
  purged: "deleted conversations or budgets could not be removed",
  outlived: "conversations past their time could not be deleted",
  unattached: "unused files could not be removed",
  forgotten: "old answers could not be removed",
  cleared: "old alerts could not be removed",
  rolledUp: "spend could not be summed up",
  stopped: "budgets could not be compared with the ledger",
  alerted: "alert rules could not be judged",
  delivered: "alerts could not be sent",
} as const satisfies Record<keyof Pass, string>;

export function createJobs(options: Options): Jobs {
  const { db, account, catalog, runner, confirmer, alerts, now, onError, onlyProcess } = options;
  const recover = (everything: boolean) =>
    recoverAbandoned(db, runner.lease(), now(), { everything, running: runner.keeper.ids() });
  const ask = () => confirmer.confirmDue(now());
  const giveUp = async () =>
    (await giveUpUnaskable(db, now(), closing.signal)) +
    (await releaseAbsent(db, { account, now: now(), signal: closing.signal }));
  const tidy = () => removeSegments(db, new Date(now().getTime() - KEEP_SEGMENTS));
  const purge = async () => {
    const before = new Date(now().getTime() - KEEP_DELETED);
    return (await removeDeleted(db, before)) + (await removeDeletedBudgets(db, before));
  };
  const sweep = () => removeUnused(db, new Date(now().getTime() - KEEP_UNSENT));
  const forget = () => removeOldAnswers(db, now());
  const clear = async () =>
    (await removeOldAlerts(db, new Date(now().getTime() - KEEP_ALERTS))) +
    (await removeDeletedAlerting(db, new Date(now().getTime() - KEEP_DELETED)));

  const retire = () => deleteOutlived(db, now());

  const setbacks: Setbacks = new Map();
  const sumUp = (patience: number) => rollUp(db, { now, patience, setbacks, onError });

  /** While work is left it goes on at once, unless everybody waits for the embedded database meanwhile. */
  async function sumUpAll(): Promise<number> {
    let built = 0;
    while (!closing.signal.aborted) {
      const until = now().getTime() + ROLL_UP_PATIENCE;
      const more = await sumUp(ROLL_UP_PATIENCE);
      built += more;
      // What ends before its time has nothing left to do.
      if (onlyProcess || more === 0 || now().getTime() < until) break;
      await sleep(ROLL_UP_PAUSE, closing.signal);
    }
    return built;
  }

  async function audit(): Promise<number> {
    const stopped = await auditBudgets(db, now(), onError);
    if (stopped > 0)
      onError(`${stopped} budgets were stopped: their figures are not those of the ledger`, null);
    return stopped;
  }

  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const timers: NodeJS.Timeout[] = [];

  /** The upstream limits requests and nobody waits for these, so they keep the pace of the clock. */
  async function askAll(patience: number): Promise<number> {
    const until = now().getTime() + patience;
    let asked = 0;
    for (let batch = await ask(); batch > 0; batch = await ask()) {
      asked += batch;
      if (now().getTime() + CONFIRM_EVERY > until) break;
      await sleep(CONFIRM_EVERY, closing.signal);
      if (closing.signal.aborted) break;
    }
    return asked;
  }

  function attempt(job: keyof Pass, work: () => Promise<number>): Promise<number | null> {
    const done = work()
      .catch((error: unknown) => {
        onError(COMPLAINTS[job], error);
        return null;
      })
      .finally(() => underWay.delete(done));
    underWay.add(done);
    return done;
  }

  /** What is found now is told now. */
  async function judgeAndTell(patience: number): Promise<Pick<Pass, "alerted" | "delivered">> {
    const alerted = await attempt("alerted", alerts.evaluate);
    return { alerted, delivered: await attempt("delivered", () => alerts.deliver(patience, closing.signal)) };
  }

  /** One run after the other, never two at once. */
  function every(ms: number, job: keyof Pass, work: () => Promise<number>): void {
    let isRunning = false;
    const timer = setInterval(async () => {
      if (isRunning) return;
      isRunning = true;
      await attempt(job, work);
      isRunning = false;
    }, ms);
    timer.unref();
    timers.push(timer);
  }

  return {
    async start() {
      await attempt("recovered", () => recover(onlyProcess));
      every(CONFIRM_EVERY, "asked", ask);
      every(RECOVER_EVERY, "recovered", () => recover(false));
      every(GIVE_UP_EVERY, "givenUp", giveUp);
      every(TIDY_EVERY, "removed", tidy);
      every(TIDY_EVERY, "purged", purge);
      every(SWEEP_EVERY, "outlived", retire);
      every(SWEEP_EVERY, "unattached", sweep);
      every(TIDY_EVERY, "forgotten", forget);
      every(SWEEP_EVERY, "cleared", clear);
      every(ROLL_UP_EVERY, "rolledUp", sumUpAll);
      every(AUDIT_EVERY, "stopped", audit);
      every(ALERT_EVERY, "alerted", alerts.evaluate);
      every(DELIVER_EVERY, "delivered", () => alerts.deliver(DELIVER_PATIENCE, closing.signal));
    },
    async pass(patience) {
      const [
        models,
        recovered,
        asked,
        givenUp,
        removed,
        purged,
        outlived,
        unattached,
        forgotten,
        cleared,
        rolledUp,
        stopped,
        told,
      ] = await Promise.all([
        attempt("models", async () => (await catalog.catchUp()).models.length),
        attempt("recovered", () => recover(false)),
        attempt("asked", () => askAll(patience)),
        attempt("givenUp", giveUp),
        attempt("removed", tidy),
        attempt("purged", purge),
        attempt("outlived", retire),
        attempt("unattached", sweep),
        attempt("forgotten", forget),
        attempt("cleared", clear),
        attempt("rolledUp", () => sumUp(patience)),
        attempt("stopped", audit),
        judgeAndTell(patience),
      ]);
      const kept = { removed, purged, outlived, unattached, forgotten, cleared };
      return { models, recovered, asked, givenUp, ...kept, rolledUp, stopped, ...told };
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
      await Promise.all(underWay);
    },
  };
}
