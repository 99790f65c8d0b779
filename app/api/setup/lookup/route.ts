import { lookUpSetup } from "@/lib/team/setup.server";
import { LinkLookup } from "@/lib/team/team-request";
import { visitor } from "../../team-handler";

/** Whether the link of a first start still opens anything, before somebody fills in a form for it. */
export const POST = visitor("setup:write", async ({ access, body, services }) => {
  await lookUpSetup(access, (await body(LinkLookup)).token, services.now());
  return new Response(null, { status: 204 });
});
