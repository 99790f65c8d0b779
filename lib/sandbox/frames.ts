import type { Beat } from "./beats";
import { contentChunk, errorChunk, finishChunk, usageChunk } from "./chunk";
import { drifted } from "./drift";
import { amount, type Fault, find } from "./faults";
import { type Run, settle } from "./settlement";
import { usageOf } from "./usage";
import { linger, untilGone, type World } from "./world";

const KEEP_ALIVE = ": OPENROUTER PROCESSING\n\n";
/** OpenRouter comments about every 600 ms while nothing has come yet. */
const COMMENT_EVERY = 600;
const MOST_COMMENTS = 80;
const HUGE = 2_000_000;

const frame = (chunk: unknown): string => `data: ${JSON.stringify(chunk)}\n\n`;

/** The connection is to be torn down rather than closed. */
export class Torn extends Error {
  constructor() {
    super("socket hang up");
    this.name = "ConnectionReset";
  }
}

type Streaming = {
  world: World;
  run: Run;
  faults: Fault[];
  signal: AbortSignal;
  extras: Record<string, unknown>;
};

/** The event stream of a generation, one frame at a time, with the faults that strike it. Settles on its way. */
export async function* frames(streaming: Streaming): AsyncGenerator<string> {
  const { world, run, faults, signal } = streaming;
  const { plan } = run;
  if (find(faults, "empty")) return void settle(world, run, "failed");
  yield* waiting(streaming);
  for (
    ;
    find(faults, "comments") && !signal.aborted;
    await world.sleep(amount(find(faults, "comments"), "ms", 20), signal)
  )
    yield KEEP_ALIVE;
  if (find(faults, "echo") || debugEcho(plan.request.body))
    yield frame(errorChunk(plan, { choices: [], debug: { echo_upstream_body: plan.request.body } }));
  yield* telling(streaming);
  if (run.settled || signal.aborted) return;
  yield* ending(streaming);
}

const debugEcho = (body: Record<string, unknown>): boolean =>
  JSON.stringify(body.debug ?? null).includes('"echo_upstream_body":true');

/** The time to the first token, with a comment now and then. */
async function* waiting({ world, run, faults, signal }: Streaming): AsyncGenerator<string> {
  const slow = find(faults, "slow");
  if (slow) await world.sleep(amount(slow, "ms", 3000), signal);
  const { ttft } = run.plan.endpoint;
  const comments = Math.min(Math.floor(ttft / COMMENT_EVERY), MOST_COMMENTS);
  for (let sent = 0; sent < comments && !signal.aborted; sent++) {
    yield KEEP_ALIVE;
    await linger(world, COMMENT_EVERY, signal);
  }
  await linger(world, ttft - comments * COMMENT_EVERY, signal);
}

/** The beats, at the speed of the endpoint; a fault may end them early. */
async function* telling(streaming: Streaming): AsyncGenerator<string> {
  const { world, run, faults, signal } = streaming;
  const { plan } = run;
  const breaking = faults.find(
    ({ name }) => name.startsWith("stream-error-") || ["reset", "stall", "half-json"].includes(name),
  );
  const breakAt = Math.min(amount(breaking, "after", 5), plan.beats.length);
  let debt = 0;
  let quiet = 0;
  for (const [index, beat] of plan.beats.entries()) {
    if (signal.aborted) return;
    if (breaking && index >= breakAt) return yield* breakOff(streaming, breaking);
    debt += delayOf(beat, plan.endpoint.throughput);
    // Timers are no finer than this; shorter waits are saved up.
    if (world.speed > 0 && debt / world.speed >= 4) {
      await world.sleep(debt / world.speed, signal);
      debt = 0;
    }
    if (signal.aborted) return;
    run.said = index + 1;
    if (beat.silent) {
      // Thoughts that nobody sees still keep the connection alive.
      quiet += delayOf(beat, plan.endpoint.throughput);
      if (quiet >= COMMENT_EVERY) yield KEEP_ALIVE;
      quiet %= COMMENT_EVERY;
      continue;
    }
    run.firstTokenAt ??= world.now();
    yield* spoken(streaming, beat, index);
  }
  if (breaking) yield* breakOff(streaming, breaking);
}

const delayOf = (beat: Beat, throughput: number): number =>
  beat.imageTokens > 0 ? 1500 : (beat.pieces * 1000) / throughput;

function* spoken({ run, faults }: Streaming, beat: Beat, index: number): Generator<string> {
  const cutHere = find(faults, "cut-in-char") && index === amount(find(faults, "cut-in-char"), "after", 5);
  // A character of several bytes for the cut to go through.
  const chunk = contentChunk(run.plan, cutHere ? { content: " déjà" } : beat.delta);
  const drift = find(faults, "drift") !== undefined;
  if (index === 2 && find(faults, "garbage"))
    yield "data: {not json at all\n\ndata: 42\n\nevent: ping\ndata: \n\nnonsense without a colon\n\n";
  if (index === 2 && find(faults, "huge-line"))
    yield `: ${"x".repeat(amount(find(faults, "huge-line"), "bytes", HUGE))}\n\n`;
  yield frame(drift ? drifted(chunk, index) : chunk);
}

/** The shapes in which a started stream goes wrong. */
async function* breakOff({ world, run, signal }: Streaming, { name, params }: Fault): AsyncGenerator<string> {
  const { plan } = run;
  const provider = plan.endpoint.provider.name;
  const message = params.message ?? `Upstream error from ${provider}: Network connection lost.`;
  const metadata = { error_type: "provider_unavailable" };
  const failed = (error: unknown, choices: unknown[], more: Record<string, unknown> = {}) =>
    frame(errorChunk(plan, { error, choices, ...more }));
  const choice = (finish: string | null, more: Record<string, unknown> = {}) => ({
    index: 0,
    delta: { content: "", role: "assistant" },
    finish_reason: finish,
    native_finish_reason: finish,
    ...more,
  });
  if (name === "stall") return void (await untilGone(signal));
  if (name === "reset") {
    settle(world, run, "cut");
    throw new Torn();
  }
  if (name === "half-json") {
    settle(world, run, "cut");
    const next = plan.beats[run.said] ?? plan.beats.at(-1);
    return yield frame(contentChunk(plan, next?.delta ?? {})).slice(0, 120);
  }
  if (name === "stream-error-f") return void settle(world, run, "cut");
  if (name === "stream-error-c") {
    run.billed ??= "produced";
    const bill = settle(world, run, "finished");
    yield frame(errorChunk(plan, { choices: [choice("length")] }));
    yield frame(errorChunk(plan, { choices: [choice("length")] }));
    yield failed({ code: 400, message: "Token limit reached" }, [choice(null)], {
      usage: usageOf(plan, plan.beats.slice(0, run.said), bill),
    });
    return yield "data: [DONE]\n\n";
  }
  settle(world, run, "failed");
  if (name === "stream-error-b")
    return yield failed({ code: 502, message, metadata }, [], run.said === 0 ? { model: "" } : {});
  if (name === "stream-error-d") return yield failed({ code: "server_error", message }, [choice("error")]);
  if (name === "stream-error-e")
    return yield frame(errorChunk(plan, { choices: [choice("error", { error: { code: 502, message } })] }));
  yield failed({ code: 502, message, metadata }, [choice("error")]);
}

/** Finish chunk, usage chunk, `[DONE]`, and the ways in which they go missing. */
function* ending({ world, run, faults, extras }: Streaming): Generator<string> {
  const { plan } = run;
  const bill = settle(world, run, "finished");
  const exact = usageOf(plan, plan.beats, bill);
  const usage = find(faults, "usage-null")
    ? null
    : find(faults, "cost-null")
      ? { ...exact, cost: null }
      : exact;
  const finish = finishChunk(plan);
  yield frame(find(faults, "drift") ? drifted(finish, -1) : finish);
  if (find(faults, "double-finish")) yield frame(finish);
  const last = usageChunk(plan, usage, extras);
  if (find(faults, "usage-empty-choices")) yield frame({ ...last, choices: [] });
  else if (!find(faults, "no-usage")) yield frame(find(faults, "drift") ? drifted(last, -2) : last);
  if (!find(faults, "no-done")) yield "data: [DONE]\n\n";
}
