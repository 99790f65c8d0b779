/** A reason to stop that people can act on: shown as it is, without a stack. */
export class Stop extends Error {}

/** Runs a command of ours; a {@link Stop} becomes its message and exit code 1. */
export async function endWith(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Stop ? `\n${error.message}` : error);
    process.exit(1);
  }
}
