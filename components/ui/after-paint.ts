/** Milliseconds without a frame after which nobody looks. */
const UNSEEN = 1_000;

/**
 * Calls back once the next frame is on the screen; of a page out of sight, which draws none, within a second or two.
 * @param act told whether there was a frame
 * @returns the way to call it off
 */
export function afterPaint(act: (isSeen: boolean) => void): () => void {
  let painted: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    clearTimeout(unseen);
    // A timer that is set within a frame runs when that frame is on the screen.
    painted = setTimeout(() => act(true));
  });
  const unseen = setTimeout(() => {
    cancelAnimationFrame(frame);
    act(false);
  }, UNSEEN);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(unseen);
    clearTimeout(painted);
  };
}
