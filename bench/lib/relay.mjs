import { once } from "node:events";
import { connect, createServer } from "node:net";

/**
 * A way to a server that takes so many milliseconds in each direction, as a network does, and carries whatever it is given.
 * @returns {Promise<{ port: number, end(): Promise<void> }>} on this machine
 */
export async function startRelay({ host, port }, milliseconds) {
  const sockets = new Set();
  const server = createServer((caller) => {
    const called = connect({ host, port });
    carry(caller, called);
    carry(called, caller);
  });

  function carry(from, to) {
    sockets.add(from);
    from.setNoDelay(true);
    from.on("data", (bytes) => setTimeout(() => to.write(bytes), milliseconds));
    from.on("error", () => {});
    from.on("close", () => {
      sockets.delete(from);
      setTimeout(() => to.destroy(), milliseconds);
    });
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: server.address().port,
    async end() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
