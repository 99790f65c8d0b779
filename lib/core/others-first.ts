/**
 * Lets the page draw, scroll and take letters before what takes long goes on. Not a timer: those of a page out of sight
 * come once a second at best.
 */
export const othersFirst = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
