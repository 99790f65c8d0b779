import { median } from "../lib/statistics.mjs";

/** What is compared with the bare upstream of the same round: the difference is what a target adds. */
const ADDED = ["firstByte50", "firstByte99", "firstToken50", "event50", "event99"];
const PLAIN = ["rate", "joined", "cpuPerMillion", "busy", "others", "clientBusy", "samples"];

/** Collects measurements over rounds, and says the median of each figure over them. */
export function createResults() {
  /** load → target → one measurement per round */
  const measured = new Map();
  return {
    add(load, target, figures) {
      const byTarget = measured.get(load) ?? new Map();
      measured.set(load, byTarget);
      byTarget.set(target, [...(byTarget.get(target) ?? []), figures]);
    },
    /** The figures of a target under a load, `added.…` among them; null when it was not measured. */
    of(load, target) {
      const rounds = measured.get(load)?.get(target);
      if (!rounds) return null;
      const bare = measured.get(load)?.get("bare");
      const over = (read) => median(rounds.map(read));
      const difference = (name) => (figures, round) =>
        figures[name] === null || !bare?.[round] ? null : figures[name] - bare[round][name];
      return {
        ...Object.fromEntries([...ADDED, ...PLAIN].map((name) => [name, over((figures) => figures[name])])),
        added: Object.fromEntries(ADDED.map((name) => [name, over(difference(name))])),
        failures: rounds.flatMap(({ failures }) => Object.entries(failures)),
      };
    },
  };
}
