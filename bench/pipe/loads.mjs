/**
 * What is offered: so many streams at a time, each so many events per second for so long. The offered total is
 * kept near 10,000 events per second, so that many streams do not also mean many events.
 */
const STEADY = [
  { name: "1 stream, 200 events/s", streams: 1, rate: 200, life: 250 },
  { name: "50 streams, 200 events/s each", streams: 50, rate: 200, life: 2_000 },
  { name: "200 streams, 50 events/s each", streams: 200, rate: 50, life: 4_000 },
  { name: "1,000 streams, 10 events/s each", streams: 1_000, rate: 10, life: 12_000 },
];

const FLAT = { name: "flat out, 16 streams", streams: 16, rate: 0, events: 6_400, life: 500 };

/** The load that the goals speak of. */
export const MAIN = STEADY[1].name;
export const FLAT_OUT = FLAT.name;

/** @returns all loads, or with `quick` the two that the goals speak of; `window` in milliseconds */
export function loadsFor({ quick }) {
  const loads = quick ? [STEADY[1], FLAT] : [...STEADY, FLAT];
  return loads.map((load) => ({
    ...load,
    stagger: load.life,
    // Measured once as many streams end as begin.
    warmUp: load.life + 250,
    window: quick ? 2_000 : 5_000,
    total: Number.MAX_SAFE_INTEGER,
    events: load.events ?? Math.round((load.rate * load.life) / 1_000),
  }));
}
