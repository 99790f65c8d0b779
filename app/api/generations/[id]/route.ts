import { after } from "next/server";
import { encode } from "zod/mini";
import { handle } from "@/app/api/handler";
import { AppError } from "@/lib/core/errors";
import { GenerationDetails } from "@/lib/ledger/api";
import { generationDetails } from "@/lib/ledger/details.server";
import { usageScope } from "@/lib/team/actor";

export const GET = handle<{ id: string }>("ledger:read", async ({ actor, services, params }) => {
  const { account: current, db } = services;
  const details = await generationDetails(db, { current, id: params.id, memberId: usageScope(actor) });
  if (!details) throw new AppError("not_found");
  // Someone is looking at it, so the upstream's record is asked for now rather than in its turn.
  if (details.account.isCurrent && details.confirmAt !== null) {
    after(() =>
      services.confirmer
        .confirmNow(details.id, services.now())
        .catch((error: unknown) => services.onError("a cost could not be confirmed", error)),
    );
  }
  return Response.json(encode(GenerationDetails, details));
});
