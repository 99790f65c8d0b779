import { formatMetrics } from "@/lib/core/exposition";
import { readMetrics } from "../../metrics";
import { getServices } from "../../services";
import { judgeHost } from "../gate";
import { open } from "../handler";
import { requireSecret } from "../secret";

const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * What Prometheus collects. METRICS_TOKEN lets a collector in under whatever name it knows this machine by; without one
 * only the machine itself is answered, and in team access nobody.
 */
export const GET = open({ anyHost: true }, async (request, { rules }) => {
  const services = await getServices();
  const { METRICS_TOKEN: token } = services.env;
  if (token !== undefined || rules.isTeam) {
    requireSecret(request.headers.get("authorization"), token, "METRICS_TOKEN");
  } else {
    const refusal = judgeHost(request, rules);
    if (refusal) throw refusal;
  }
  return new Response(formatMetrics(await readMetrics(services)), { headers: { "content-type": TYPE } });
});
