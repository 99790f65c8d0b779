import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join, resolve } from "node:path";
import { Stop } from "./stop.mjs";

/**
 * What the launcher itself must know, checked before anything slow. The rest of the configuration is
 * read, with advice of the same kind, by the server.
 * @returns {{ port: number, host: string, build: boolean }}
 */
export function readSettings(root, args) {
  const file = join(root, ".env");
  // What the shell has set wins over the file.
  if (existsSync(file)) process.loadEnvFile(file);
  const { port: asked, build } = readArguments(args);
  const port = Number(asked ?? (process.env.PORT?.trim() || 3000));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Stop(
      asked === undefined
        ? "PORT must be a whole number between 1 and 65535."
        : "--port must be a whole number between 1 and 65535.",
    );
  }
  const host = process.env.HOST?.trim() || "127.0.0.1";
  const isTeam = process.env.PATCHBAY_ACCESS?.trim() === "team";
  if (!isTeam && !/^(localhost|::1|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i.test(host)) {
    throw new Stop(
      "HOST must be 127.0.0.1, ::1 or localhost: nobody signs in, so other machines must not reach Patchbay.\n" +
        "Remove it. For remote use, forward a port: ssh -L 3000:127.0.0.1:3000 yourserver,\n" +
        "or have everybody sign in: PATCHBAY_ACCESS=team (see docs/team.md).",
    );
  }
  // The server runs from another directory, which every build empties.
  process.env.PATCHBAY_DATA_DIR = resolve(root, process.env.PATCHBAY_DATA_DIR?.trim() || "data");
  return { port, host, build };
}

function readArguments(args) {
  const found = { port: undefined, build: true };
  for (let at = 0; at < args.length; at++) {
    const [name, value] = args[at].split("=");
    if (name === "--port") found.port = value ?? args[++at] ?? "";
    else if (name === "--no-build") found.build = false;
    else
      throw new Stop(
        `${name} is not known. Patchbay takes --port <number>; all else is configured in .env (see .env.example).`,
      );
  }
  return found;
}

/** Another program may hold either face of localhost; browsers would talk to it instead of us. */
export async function requireFreePort(port, host) {
  const taken = await Promise.all([answers(port, "127.0.0.1"), answers(port, "::1")]);
  if (taken.includes(true) || !(await canListen(port, host))) {
    throw new Stop(
      `Port ${port} is already in use. Is Patchbay running in another window?\n` +
        `Stop the other program, or choose another port: PORT=${port === 65_535 ? 3000 : port + 1} npm start`,
    );
  }
}

function answers(port, host) {
  return new Promise((done) => {
    const socket = connect({ port, host, timeout: 1_000 });
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

function canListen(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", ({ code }) => {
      if (code === "EACCES") console.error(`This user may not listen on port ${port}.`);
      done(false);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)));
  });
}
