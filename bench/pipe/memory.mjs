import { bodyFor, runShort } from "./measure.mjs";

const HELD = 1_000;
const EARLY = 2_000;
const LATE = 10_000;

/**
 * What an open stream holds: the memory with a thousand of them open less the memory before, per stream.
 * Both are taken after the garbage has been collected. Resident memory alone would forget what had been freed and
 * is used again, so the larger of the two ways of counting is taken.
 * @returns {Promise<{ perStream: number, failures: object, started: number }>} bytes
 */
export async function holdOpen(client, target) {
  const load = {
    streams: HELD,
    total: HELD,
    stagger: 5_000,
    warmUp: 6_000,
    window: 1_000,
    events: 20,
    rate: 2,
  };
  const before = await target.memory();
  let open = null;
  const job = { ...load, target: target.address, body: bodyFor(load) };
  const result = await client.run(job, { onOpen: () => (open = target.memory()) });
  const during = await open;
  return {
    perStream: Math.max(resident(during) - resident(before), used(during) - used(before)) / HELD,
    failures: result.failures,
    started: result.started,
  };
}

/** The memory after 2,000 short streams and after 10,000, in bytes. */
export async function runMany(client, target) {
  const first = await runShort(client, target, EARLY);
  const early = await target.memory();
  const second = await runShort(client, target, LATE - EARLY);
  const late = await target.memory();
  return {
    early: early.rss,
    late: late.rss,
    earlyHeap: early.heapUsed,
    lateHeap: late.heapUsed,
    failures: { ...first.failures, ...second.failures },
    started: first.started + second.started,
  };
}

const resident = ({ rss }) => rss;
const used = ({ heapUsed, external }) => heapUsed + external;
