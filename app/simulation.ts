import "server-only";
import type { Simulate } from "@/lib/chat/break-run.server";
import { type BreakFault, type FaultName, HANG_MS } from "@/lib/routes/break-api";
import { SANDBOX_KEY } from "@/lib/sandbox/keys";
import { createSandbox } from "@/lib/sandbox/sandbox";

/** The faults in the sandbox's words. */
const FAULTS: Record<FaultName, string> = {
  rate_limit: "status;code=429-upstream",
  outage: "status;code=502",
  hang: `hang;ms=${HANG_MS}`,
  cut: "stream-error-f;after=5",
  moderation: "status;code=403-moderation",
};

/** Enough for the dearest answer that anyone could be charged for. */
const CREDITS = "1000000000";

/** A sandbox for one request. The same dice every time: what differs between two runs is their faults. */
export const simulate: Simulate = ({ models, faults, now, sleep }) => {
  const sandbox = createSandbox({
    ...{ models, now, sleep, seed: 1, generationDelayMs: 0, credits: CREDITS, freeLimits: false },
  });
  const struck = {
    authorization: `Bearer ${SANDBOX_KEY}`,
    "x-sandbox-fault": faults.map(inWords).join(", "),
  };
  return {
    transport: (url, request) =>
      sandbox.handle(new Request(url, { ...request, headers: { ...request.headers, ...struck } })),
    tried: () => sandbox.requests().flatMap(({ tried }) => tried),
    bill: () => sandbox.bill(),
  };
};

const inWords = (fault: BreakFault): string =>
  "hop" in fault
    ? `${FAULTS[fault.fault]};hop=${fault.hop}`
    : `${FAULTS[fault.fault]};provider=${fault.provider}`;
