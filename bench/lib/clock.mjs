const [seconds, nanoseconds] = process.hrtime();
const OFFSET = seconds * 1_000 + nanoseconds / 1e6 - performance.now();

/** Milliseconds on the machine's own clock, which is the same in all its processes and never set back. */
export const machineTime = () => performance.now() + OFFSET;
