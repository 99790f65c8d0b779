import type { Line } from "./highlight";
import type { Asked, Coloured } from "./highlight.worker";

/** Milliseconds after which a worker that has nothing to do gives back what it holds. */
const IDLE = 60_000;

let worker: Worker | null = null;
let rest: ReturnType<typeof setTimeout> | undefined;
let last = 0;
const waiting = new Map<number, (lines: Line[] | null) => void>();

/**
 * Code in coloured pieces, which are made beside the page; null when there are none to be had, or nobody wants them any
 * more.
 */
export async function colour(code: string, language: string, signal: AbortSignal): Promise<Line[] | null> {
  if (signal.aborted) return null;
  worker ??= start();
  clearTimeout(rest);
  last += 1;
  const id = last;
  const tell = (asked: Asked) => worker?.postMessage(asked);
  tell({ id, code, language });
  return new Promise((resolve) => {
    const leave = () => {
      tell({ id, code: null });
      settle(id, null);
    };
    signal.addEventListener("abort", leave, { once: true });
    waiting.set(id, (lines) => {
      signal.removeEventListener("abort", leave);
      resolve(lines);
    });
  });
}

function start(): Worker {
  const started = new Worker(new URL("./highlight.worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<Coloured>) => settle(data.id, data.lines);
  started.onerror = () => {
    end();
    for (const id of waiting.keys()) settle(id, null);
  };
  return started;
}

function settle(id: number, lines: Line[] | null): void {
  const resolve = waiting.get(id);
  waiting.delete(id);
  if (waiting.size === 0) rest = setTimeout(end, IDLE);
  resolve?.(lines);
}

function end(): void {
  clearTimeout(rest);
  worker?.terminate();
  worker = null;
}
