/** What a page feels like from within: its frames, its long tasks, its keys and its memory. */

/** Must run before the page's own scripts. */
export function installProbes() {
  const probe = { longTasks: [], frames: [], keys: [], recording: false };
  window.patchbayProbe = probe;
  new PerformanceObserver((list) => {
    if (probe.recording) probe.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ entryTypes: ["longtask"] });
  let last = 0;
  const frame = (now) => {
    if (probe.recording && last > 0) probe.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  /** Resolves once what the next frame shows has been drawn. */
  probe.painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(null);
      });
    });
  addEventListener(
    "keydown",
    ({ timeStamp }) => probe.recording && void probe.painted().then((at) => probe.keys.push(at - timeStamp)),
    { capture: true },
  );
  /** Resolves with the time of the first painted frame in which `isThere` holds. */
  probe.until = async (isThere) => {
    for (;;) {
      const at = await probe.painted();
      if (isThere()) return at;
    }
  };
}

export const record = (page, recording) =>
  page.evaluate((on) => {
    window.patchbayProbe.recording = on;
  }, recording);

/** What was recorded since the last time. */
export const take = (page) =>
  page.evaluate(() => {
    const { longTasks, frames, keys } = window.patchbayProbe;
    Object.assign(window.patchbayProbe, { longTasks: [], frames: [], keys: [] });
    return { longTasks, frames, keys };
  });

/** The JavaScript heap in bytes once what is garbage has been collected. */
export async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}
