import { encode } from "zod/mini";
import { UpstreamStatus } from "@/lib/openrouter/api";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../handler";

export const GET = handle("status:read", async ({ actor, services }) => {
  const status = await services.upstream.status();
  return Response.json(
    encode(UpstreamStatus, usageScope(actor) === undefined ? status : withoutUsage(status)),
  );
});

/** What all together have spent and have left is not for who may see their own alone. */
function withoutUsage(status: UpstreamStatus): UpstreamStatus {
  const key = status.key && { ...status.key, limitRemaining: null, usage: null, usageMonthly: null };
  return { ...status, key, balance: null, purchased: null };
}
