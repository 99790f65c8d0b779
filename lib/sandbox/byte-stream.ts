import { amount, type Fault, find } from "./faults";
import { frames, Torn } from "./frames";
import type { Random } from "./random";
import { type Run, settle } from "./settlement";
import type { Skin } from "./skins/skin";
import type { World } from "./world";

const encoder = new TextEncoder();

/** The body of a streamed answer. Whoever stops reading, or leaves, cancels the generation. */
export function byteStream(
  world: World,
  run: Run,
  faults: Fault[],
  request: Request,
  extras: Record<string, unknown>,
  skin: Skin,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
    if (!run.settled) settle(world, run, "cancelled");
  };
  const source = cut(
    world,
    run,
    faults,
    split(world, skin.dress(frames({ world, run, faults, signal: gone.signal, extras }), run.plan)),
  );
  if (request.signal.aborted) leave();
  request.signal.addEventListener("abort", leave, { once: true });
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await source.next();
        // As `fetch` does it: a body that was aborted fails to be read further.
        if (request.signal.aborted) return controller.error(request.signal.reason);
        if (!next.done) return controller.enqueue(next.value);
        request.signal.removeEventListener("abort", leave);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
    },
    async cancel() {
      leave();
      await source.return(undefined);
    },
  });
}

/** Whole frames, or bytes cut anywhere: a network keeps no promise about where a read ends. */
async function* split(world: World, texts: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) {
    const bytes = encoder.encode(text);
    if (world.splitBytes) yield* slivers(bytes, world.random);
    else yield bytes;
  }
}

function* slivers(bytes: Uint8Array, random: Random): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(at + 1 + Math.floor(random() * 40), bytes.length);
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** Ends the stream at a byte; `cut-in-char` after the first byte of a multi-byte character. `how=reset` tears it. */
async function* cut(
  world: World,
  run: Run,
  faults: Fault[],
  source: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const fault = find(faults, "cut", "cut-in-char");
  if (fault === undefined) return yield* source;
  const inside = fault.name === "cut-in-char";
  let left = amount(fault, "at", inside ? 0 : 900);
  for await (const bytes of source) {
    const wide = inside ? bytes.findIndex((byte, index) => byte >= 0xc2 && index >= left) : -1;
    const end = inside ? (wide === -1 ? bytes.length : wide + 1) : Math.min(left, bytes.length);
    if (end > 0) yield bytes.subarray(0, end);
    left = Math.max(left - bytes.length, 0);
    if (inside ? wide !== -1 : left === 0) {
      settle(world, run, "cut");
      await source.return(undefined);
      if (fault.params.how === "reset") throw new Torn();
      return;
    }
  }
}
