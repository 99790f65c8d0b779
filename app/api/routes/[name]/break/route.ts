import { encode } from "zod/mini";
import { openBreak } from "@/lib/chat/break-it.server";
import { BreakReport, KeptBreakReports } from "@/lib/routes/break-api";
import { readBreakReports } from "@/lib/routes/break-reports.server";
import { BreakRequest, KeptBreaksQuery } from "@/lib/routes/break-request";
import { handle } from "../../../handler";
import { breakLines } from "./break-lines";

type Params = { name: string };

export const GET = handle<Params>("routes:read", async ({ params, services, query }) => {
  const { version } = query(KeptBreaksQuery);
  return Response.json(encode(KeptBreakReports, await readBreakReports(services.db, params.name, version)));
});

export const POST = handle<Params>("routes:write", async ({ actor, params, services, body, request }) => {
  const asked = await body(BreakRequest);
  const { db, simulate, endpoints, env } = services;
  const breaking = {
    ...{ db, simulate, endpoints, memberId: actor.memberId, now: services.now() },
    catalog: await services.catalog.current(),
    patience: env.FIRST_BYTE_TIMEOUT_SECONDS * 1_000,
  };
  const opened = await openBreak(breaking, params.name, asked);
  return request.headers.get("accept")?.includes("application/x-ndjson")
    ? breakLines(opened)
    : Response.json(encode(BreakReport, await opened.run()));
});
