import { getServices } from "../../services";
import { open } from "../handler";
import { requireSecret } from "../secret";

export const maxDuration = 300;

/** Milliseconds; the scheduler asks again every minute. */
const PATIENCE = 45_000;

/** Does what is due, where nothing runs by the clock: asked by a scheduler that knows the secret. */
export const GET = open({}, async (request) => {
  const { env, jobs } = await getServices();
  requireSecret(request.headers.get("authorization"), env.CRON_SECRET, "CRON_SECRET");
  const pass = await jobs.pass(PATIENCE);
  // The log says why; the status lets the scheduler tell somebody.
  return Response.json(pass, { status: Object.values(pass).includes(null) ? 500 : 200 });
});
