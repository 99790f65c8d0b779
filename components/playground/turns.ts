import { afterPaint } from "@/components/ui/after-paint";

/** Milliseconds from one turn of an answer to its next: pieces that come meanwhile are drawn together. */
const REST = 100;

/**
 * Answers with something new take turns to be drawn. The first is at once, then there is one in a frame, or eight that
 * are written, or end, at the same time would make a long one; whoever has waited longest comes first.
 */
export class Turns {
  readonly #draw: (id: string) => void;
  readonly #due = new Set<string>();
  readonly #drawnAt = new Map<string, number>();
  /** Calls off the turn after the next frame; undefined while none has been drawn in this one. */
  #afterFrame: (() => void) | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(draw: (id: string) => void) {
    this.#draw = draw;
  }

  ask(id: string): void {
    this.#due.add(id);
    if (this.#afterFrame === undefined) this.#take(true);
  }

  stop(): void {
    this.#afterFrame?.();
    this.#afterFrame = undefined;
    clearTimeout(this.#rest);
    this.#due.clear();
  }

  #take(isSeen: boolean): void {
    this.#afterFrame = undefined;
    clearTimeout(this.#rest);
    for (let id = this.#longestWaiting(); id !== undefined; id = this.#longestWaiting()) {
      const wait = this.#restedAt(id) - performance.now();
      if (wait > 0) {
        this.#rest = setTimeout(() => this.#take(true), wait);
        return;
      }
      this.#due.delete(id);
      this.#drawnAt.set(id, performance.now());
      if (isSeen) this.#afterFrame = afterPaint((isStillSeen) => this.#take(isStillSeen));
      this.#draw(id);
      // Of a page out of sight there are no frames to spare, and its clocks go by seconds: all are drawn.
      if (isSeen) return;
    }
  }

  #longestWaiting(): string | undefined {
    return [...this.#due].sort((left, right) => this.#restedAt(left) - this.#restedAt(right))[0];
  }

  #restedAt(id: string): number {
    return (this.#drawnAt.get(id) ?? -REST) + REST;
  }
}
