import { completeSetup } from "@/lib/team/setup.server";
import { SetupRequest } from "@/lib/team/team-request";
import { signedIn, visitor } from "../team-handler";

/** Makes whoever holds the link of the first start the owner. */
export const POST = visitor("setup:write", async ({ access, body, caller, services }) =>
  signedIn(services, await completeSetup(access, await body(SetupRequest), caller, services.now())),
);
