import { encode } from "zod/mini";
import { lookUpReset } from "@/lib/team/resets.server";
import { ResetPreview } from "@/lib/team/team-api";
import { LinkLookup } from "@/lib/team/team-request";
import { visitor } from "../../team-handler";

/** Whose password a link sets. Its token comes in the body, where no log has it. */
export const POST = visitor("password:reset", async ({ access, body, services }) => {
  const { token } = await body(LinkLookup);
  return Response.json(encode(ResetPreview, await lookUpReset(access, token, services.now())));
});
