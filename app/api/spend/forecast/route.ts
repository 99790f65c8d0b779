import { encode } from "zod/mini";
import { PeriodForecast } from "@/lib/spend/outlook-api";
import { ForecastQuery } from "@/lib/spend/outlook-request";
import { spendForecast } from "@/lib/spend/period-forecast.server";
import { usageScope } from "@/lib/team/actor";
import { handle } from "../../handler";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const found = await spendForecast(services.db, {
    ...{ account: services.account, memberId: usageScope(actor) },
    ...{ query: query(ForecastQuery), now: services.now() },
  });
  return Response.json(encode(PeriodForecast, found));
});
