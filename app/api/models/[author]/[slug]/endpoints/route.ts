import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { EndpointsResponse } from "@/lib/catalog/endpoints-api";
import { modelIdOf } from "@/lib/catalog/model-path";

export const GET = handle<{ author: string; slug: string }>("catalog:read", async ({ services, params }) =>
  Response.json(encode(EndpointsResponse, await services.endpoints.of(modelIdOf(params)))),
);
