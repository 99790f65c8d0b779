import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { ModelDetails } from "@/lib/catalog/details-api";
import { modelIdOf } from "@/lib/catalog/model-path";
import { modelDetails } from "@/lib/spend/model-details.server";
import { watchOf } from "../../watch";

export const GET = handle<{ author: string; slug: string }>(
  "spend:read",
  async ({ actor, services, params }) => {
    const details = await modelDetails(await watchOf(services, actor), modelIdOf(params));
    return Response.json(encode(ModelDetails, details));
  },
);
