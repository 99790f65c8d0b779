import { encode } from "zod/mini";
import { importText } from "@/lib/routes/import-body";
import { ImportedRoute } from "@/lib/routes/routes-api";
import { PastedBody } from "@/lib/routes/routes-request";
import { handle } from "../handler";

export const POST = handle("routes:read", async ({ body }) =>
  Response.json(encode(ImportedRoute, importText((await body(PastedBody)).text))),
);
