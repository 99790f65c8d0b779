import { type Finding, STATES } from "./api";
import type { Facts } from "./facts";
import { judgeAccess } from "./judge-access";
import { judgeReach } from "./judge-reach";
import { judgeRunning } from "./judge-running";
import { judgeSecrets } from "./judge-secrets";
import { judgeUpstream } from "./judge-upstream";

/** What is on, unsafe and missing in a deployment, the gravest first. What does not apply to it is left out. */
export function findingsOf(facts: Facts): Finding[] {
  const judged = [judgeAccess, judgeSecrets, judgeUpstream, judgeReach, judgeRunning]
    .flatMap((judge) => judge(facts))
    .filter((finding) => finding !== null);
  return judged.sort((one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state));
}
