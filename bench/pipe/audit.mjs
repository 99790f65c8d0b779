import { COST } from "./events.mjs";

/** Far below what one stream costs, far above what adding up does to the last digits. */
const CENT_OF_A_STREAM = COST / 100;

/** Counts what was asked of each target, to see whether all of it was booked: fast and forgetful is no merit. */
export function createAudit() {
  const whole = new Map();
  return {
    /** Hands back what it was given. */
    count(target, result) {
      const failed = Object.values(result.failures).reduce((sum, count) => sum + count, 0);
      whole.set(target.id, (whole.get(target.id) ?? 0) + result.started - failed);
      return result;
    },
    /** One verdict for each target that keeps books. */
    async judge(targets) {
      const verdicts = targets.map(async ({ id, name, booked }) => {
        if (!booked) return [];
        const streams = whole.get(id) ?? 0;
        const found = await booked();
        return [
          {
            goal: `${name}: every whole stream is booked at its price`,
            found: `$${found.toFixed(5)} of $${(streams * COST).toFixed(5)} for ${streams.toLocaleString("en")} streams`,
            isMet: Math.abs(found - streams * COST) < CENT_OF_A_STREAM,
          },
        ];
      });
      return (await Promise.all(verdicts)).flat();
    },
  };
}
