import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { ModelUsageResponse } from "@/lib/catalog/usage-api";
import { recentOf } from "@/lib/spend/changes.server";
import { modelUsage } from "@/lib/spend/model-usage.server";
import { watchOf } from "../watch";

export const GET = handle("spend:read", async ({ actor, services }) => {
  const watch = await watchOf(services, actor);
  return Response.json(encode(ModelUsageResponse, await modelUsage(watch.db, recentOf(watch))));
});
