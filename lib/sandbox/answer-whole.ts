import { completionBody } from "./chunk";
import { drifted } from "./drift";
import { amount, type Fault, find } from "./faults";
import { Torn } from "./frames";
import { headersWith } from "./reply";
import { type Run, settle } from "./settlement";
import type { Skin } from "./skins/skin";
import { usageOf } from "./usage";
import { linger, untilGone, type World } from "./world";

/** The answer in one piece. OpenRouter charges for it even when nobody is there any more to read it. */
export async function answerWhole(
  world: World,
  run: Run,
  faults: Fault[],
  request: Request,
  extras: Record<string, unknown>,
  skin: Skin,
): Promise<Response> {
  const { plan } = run;
  const { ttft, throughput } = plan.endpoint;
  const slow = find(faults, "slow");
  const gone = () => settle(world, run, "cancelled");
  request.signal.addEventListener("abort", gone, { once: true });
  if (slow) await world.sleep(amount(slow, "ms", 3000), request.signal);
  await linger(world, ttft, request.signal);
  run.firstTokenAt = world.now();
  await linger(
    world,
    (plan.beats.reduce((sum, { pieces }) => sum + pieces, 0) * 1000) / throughput,
    request.signal,
  );
  if (find(faults, "stall", "comments")) await untilGone(request.signal);
  request.signal.removeEventListener("abort", gone);
  const failing = faults.find(({ name }) => name.startsWith("stream-error-") || name === "empty");
  const tearing = find(faults, "reset");
  const bill = settle(world, run, failing ? "failed" : tearing ? "cut" : "finished");
  if (tearing || request.signal.aborted) throw new Torn();
  const exact = usageOf(plan, plan.beats, bill);
  const usage = find(faults, "usage-null")
    ? null
    : find(faults, "cost-null")
      ? { ...exact, cost: null }
      : exact;
  const { usage: _, ...bare } = completionBody(plan, plan.beats, usage, extras);
  const whole = failing
    ? failedBody(run)
    : find(faults, "no-usage")
      ? bare
      : completionBody(plan, plan.beats, usage, extras);
  const told = find(faults, "drift") ? { ...drifted(whole, 1), object: "chat.completion" } : whole;
  return new Response(mangled(JSON.stringify(skin.whole(told, plan)), faults), {
    headers: headersWith({
      "Content-Type": "application/json",
      ...(skin.namesId && { "X-Generation-Id": plan.id }),
    }),
  });
}

/** OpenRouter answers 200 and puts the error beside no choices at all. */
const failedBody = ({ plan }: Run) => ({
  id: plan.id,
  model: plan.hop.entry.model.id,
  choices: [],
  error: {
    code: 502,
    message: `Upstream error from ${plan.endpoint.provider.name}`,
    metadata: { error_type: "provider_unavailable" },
  },
});

function mangled(body: string, faults: Fault[]): BodyInit {
  if (find(faults, "empty")) return "";
  if (find(faults, "garbage")) return "{not json at all";
  if (find(faults, "half-json")) return body.slice(0, Math.floor(body.length / 2));
  const cut = find(faults, "cut");
  return cut ? new TextEncoder().encode(body).slice(0, amount(cut, "at", 200)) : body;
}
