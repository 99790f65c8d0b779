import { type Failure, failure, isFailure, refuse } from "./failure";
import { amount, type Fault, find, parseFaults } from "./faults";
import { Torn } from "./frames";
import type { Endpoint } from "./model";
import { headersWith } from "./reply";
import { providerBySlug } from "./rows";
import { statusFailure } from "./status-fault";
import { untilGone, type World } from "./world";

const PAGE = `<!DOCTYPE html>
<html><head><title>openrouter.ai | 502: Bad gateway</title></head>
<body><h1>Bad gateway <span>Error code 502</span></h1><p>The web server reported a bad gateway error.</p></body></html>`;

const html = (status: number): Response =>
  new Response(PAGE, { status, headers: headersWith({ "Content-Type": "text/html; charset=UTF-8" }) });

type Where = { endpoint: Pick<Endpoint, "provider">; model: string; signal: AbortSignal };

/** The faults of a route that is no completion. */
export async function routeFault(world: World, request: Request, path: string): Promise<Response | null> {
  const target = { ids: [], provider: [], hop: 0, path };
  const faults = [
    ...parseFaults(request.headers.get("x-sandbox-fault")),
    ...world.faults.strike(request, target),
  ];
  if (faults.length === 0) return null;
  const slow = find(faults, "slow");
  if (slow) await world.sleep(amount(slow, "ms", 3000), request.signal);
  if (find(faults, "garbage"))
    return new Response("{not json at all", { headers: headersWith({ "Content-Type": "application/json" }) });
  const endpoint = { provider: providerBySlug("openai") };
  const early = await beforeFirstByte(world, faults, { endpoint, model: path, signal: request.signal });
  return isFailure(early) && !(early instanceof Response) ? refuse(early) : early;
}

/** What a fault does before anything is answered: a refusal that a fallback may mend, or a final response. */
export async function beforeFirstByte(
  world: World,
  faults: Fault[],
  { endpoint, model, signal }: Where,
): Promise<Failure | Response | null> {
  const status = find(faults, "status");
  if (status) return statusFailure(status, { endpoint, model, at: world.now() });
  if (find(faults, "html")) return html(amount(find(faults, "html"), "code", 502));
  if (find(faults, "html-200")) return html(200);
  if (find(faults, "error-200")) {
    const body = {
      error: {
        code: 502,
        message: "Provider returned error",
        metadata: { provider_name: endpoint.provider.name, raw: "error" },
      },
    };
    return new Response(JSON.stringify(body), {
      status: 200,
      headers: headersWith({ "Content-Type": "application/json" }),
    });
  }
  const hang = find(faults, "hang");
  if (hang) return hung(world, hang, { endpoint, model, signal });
  const reset = find(faults, "reset");
  if (reset !== undefined && reset.params.after === undefined) throw new Torn();
  return null;
}

/** A provider that says nothing: for ever, or until it is given up after `ms` and the next one is asked. */
async function hung(world: World, { params }: Fault, { endpoint, signal }: Where): Promise<Failure> {
  const ms = Number(params.ms ?? Number.NaN);
  await (ms >= 0 ? world.sleep(ms, signal) : untilGone(signal));
  if (signal.aborted || !(ms >= 0)) throw new Torn();
  return failure(504, "The provider did not answer in time.", {
    named: true,
    metadata: { error_type: "timeout", provider_name: endpoint.provider.name },
  });
}

/** The last failure of a chain that has no more hops, with what went before. */
export const exhausted = (failures: Failure[]): Failure => {
  const last = failures.at(-1) ?? failure(503, "No instances available", { named: true });
  const previous = failures.slice(0, -1).map(({ status, message }) => ({ code: status, message }));
  return previous.length === 0
    ? last
    : { ...last, metadata: { ...last.metadata, previous_errors: previous } };
};
