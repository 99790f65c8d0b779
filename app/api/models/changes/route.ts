import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { ChangesPage } from "@/lib/catalog/changes-api";
import { listChanges } from "@/lib/spend/changes.server";
import { ChangesQuery } from "@/lib/spend/changes-request";
import { watchOf } from "../watch";

export const GET = handle("spend:read", async ({ actor, services, query }) => {
  const asked = query(ChangesQuery);
  return Response.json(encode(ChangesPage, await listChanges(await watchOf(services, actor), asked)));
});
