import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { PoliciesResponse } from "@/lib/catalog/endpoints-api";

export const GET = handle("catalog:read", async ({ services }) => {
  const { policies, ...age } = await services.policies.current();
  const zeroRetention = policies.zeroRetention && [...policies.zeroRetention.models].sort();
  return Response.json(encode(PoliciesResponse, { zeroRetention, ...age }));
});
