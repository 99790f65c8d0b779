import { encode } from "zod/mini";
import { saveDraft } from "@/lib/routes/routes.server";
import { Route } from "@/lib/routes/routes-api";
import { DraftChange } from "@/lib/routes/routes-request";
import { handle } from "../../../handler";

export const PUT = handle<{ name: string }>("routes:write", async ({ params, services, body }) => {
  const saved = await saveDraft(services.db, params.name, await body(DraftChange), services.now());
  return Response.json(encode(Route, saved));
});
