import "server-only";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { and, count, eq, isNull } from "drizzle-orm";
import type { Ended } from "@/lib/chat/follow";
import type { Runner } from "@/lib/chat/runner.server";
import { Counter, Histogram, type Metric } from "@/lib/core/exposition";
import { within } from "@/lib/core/time";
import type { Database, Db } from "@/lib/db/client.server";
import { hold } from "@/lib/db/schema/ledger";

/** Where the figures of a moment come from. */
type Sources = { db: Db; account: string; runner: Pick<Runner, "keeper">; pool: Database["pool"] };

const CLASSES = ["1xx", "2xx", "3xx", "4xx", "5xx"] as const;
const OUTCOMES = ["finished", "failed", "cancelled", "lost"] as const;
const SOURCES = ["patchbay", "openrouter", "provider"] as const;
const TTFT_BOUNDS = [0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];
/** Milliseconds that the database gets; a scrape tells what is wrong also when it does not answer. */
const PATIENCE = 2_000;

type Counters = {
  requests: Counter<(typeof CLASSES)[number]>;
  generations: Counter<(typeof OUTCOMES)[number]>;
  failures: Counter<(typeof SOURCES)[number]>;
  ttft: Histogram;
  delay: IntervalHistogram;
};
const KEY = Symbol.for("patchbay.metrics");
const holder = globalThis as { [KEY]?: Counters };

/** The counters of this process. Next loads this module several times; the process still counts once. */
function counters(): Counters {
  if (!holder[KEY]) {
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    holder[KEY] = {
      requests: new Counter("class", CLASSES),
      generations: new Counter("outcome", OUTCOMES),
      failures: new Counter("by", SOURCES),
      ttft: new Histogram(TTFT_BOUNDS),
      delay,
    };
  }
  return holder[KEY];
}

/** Counts an answer of a handler. */
export const countRequest = (status: number): void =>
  counters().requests.add(`${Math.floor(status / 100)}xx` as (typeof CLASSES)[number]);

/** Counts a generation that this process ended. */
export function countGeneration({
  state,
  failedBy,
  ttftMs,
}: Pick<Ended, "state" | "failedBy" | "ttftMs">): void {
  const { generations, failures, ttft } = counters();
  generations.add(state);
  if (failedBy) failures.add(failedBy);
  if (ttftMs !== null) ttft.observe(ttftMs / 1_000);
}

/** All that Patchbay measures of itself: fixed names, and labels of few fixed values. */
export async function readMetrics({ db, account, runner, pool }: Sources): Promise<Metric[]> {
  const { requests, generations, failures, ttft, delay } = counters();
  const holds = await within(
    PATIENCE,
    db
      .select({ open: count() })
      .from(hold)
      .where(and(eq(hold.account, account), isNull(hold.endedAt)))
      .then(([row]) => Number(row?.open ?? 0))
      .catch(() => null),
  );
  const lag = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max };
  delay.reset();
  const memory = process.memoryUsage();
  const connections = pool();
  return [
    counter("patchbay_http_requests_total", "Answers of handlers, by class of status.", requests.samples()),
    gauge("patchbay_generations_running", "Generations that run in this process.", runner.keeper.running),
    counter(
      "patchbay_generations_total",
      "Generations that this process ended, by what became of them.",
      generations.samples(),
    ),
    counter(
      "patchbay_generation_failures_total",
      "Generations that failed, by whose fault it was.",
      failures.samples(),
    ),
    {
      ...{
        name: "patchbay_time_to_first_token_seconds",
        help: "From the request written to the first token.",
      },
      ...{ type: "histogram", samples: ttft.samples() },
    },
    gauge("patchbay_database_up", "Whether the database answered.", holds === null ? 0 : 1),
    ...(holds === null
      ? []
      : [gauge("patchbay_holds_open", "Holds of all instances whose money is not settled yet.", holds)]),
    ...(connections === null
      ? []
      : [
          {
            ...{ name: "patchbay_database_connections", help: "Connections of this process's pool, by use." },
            ...{ type: "gauge" as const },
            samples: [
              { labels: { state: "idle" }, value: connections.idle },
              { labels: { state: "busy" }, value: connections.total - connections.idle },
            ],
          },
          gauge("patchbay_database_waiting", "Statements that wait for a connection.", connections.waiting),
        ]),
    {
      ...{ name: "patchbay_event_loop_delay_seconds", help: "How late timers were since the last scrape." },
      ...{ type: "gauge" },
      samples: Object.entries(lag).map(([at, nanoseconds]) => ({
        labels: { at },
        value: Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0,
      })),
    },
    gauge("patchbay_heap_used_bytes", "Heap in use.", memory.heapUsed),
    gauge("patchbay_resident_memory_bytes", "Resident memory.", memory.rss),
    gauge("patchbay_uptime_seconds", "Since the process began.", process.uptime()),
  ];
}

const gauge = (name: string, help: string, value: number): Metric => ({
  ...{ name, help, type: "gauge", samples: [{ value }] },
});

const counter = (name: string, help: string, samples: Metric["samples"]): Metric => ({
  ...{ name, help, type: "counter", samples },
});
