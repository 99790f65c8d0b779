import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { EstimateAccuracy } from "@/lib/catalog/usage-api";
import { recentOf } from "@/lib/spend/changes.server";
import { estimateAccuracy } from "@/lib/spend/estimate-accuracy.server";
import { watchOf } from "../watch";

export const GET = handle("spend:read", async ({ actor, services }) => {
  const watch = await watchOf(services, actor);
  return Response.json(encode(EstimateAccuracy, await estimateAccuracy(watch.db, recentOf(watch))));
});
