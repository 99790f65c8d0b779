import { completeReset } from "@/lib/team/resets.server";
import { ResetCompletion } from "@/lib/team/team-request";
import { signedIn, visitor } from "../../team-handler";

/** Sets another password for whoever holds the link, and signs them in. */
export const POST = visitor("password:reset", async ({ access, body, caller, services }) =>
  signedIn(services, await completeReset(access, await body(ResetCompletion), caller, services.now())),
);
