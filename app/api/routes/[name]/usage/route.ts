import { encode } from "zod/mini";
import { routeUsage } from "@/lib/routes/usage.server";
import { RouteUsage } from "@/lib/routes/usage-api";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../../handler";

export const GET = handle<{ name: string }>("spend:read", async ({ actor, params, services }) => {
  const { db, account, now } = services;
  const scope = { account, memberId: usageScope(actor), now: now() };
  return Response.json(encode(RouteUsage, await routeUsage(db, params.name, scope)));
});
