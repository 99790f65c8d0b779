import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

/** A program of ours in a process of its own, with all that it printed. */
export type Program = {
  process: ChildProcess;
  output(): string;
  /** Ends it by a signal and waits until it is gone; resolves to its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** When it is gone and all that it said has come. */
  closed: Promise<unknown>;
};

/**
 * Starts Node on a script; resolves once it has printed what `ready` matches, with the match. With `onMessage` it has a
 * channel for messages.
 */
export async function startProgram(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
  onMessage?: (message: unknown) => void,
): Promise<Program & { match: RegExpExecArray }> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", ...(onMessage ? (["ipc"] as const) : [])],
  });
  if (onMessage) child.on("message", onMessage);
  let output = "";
  const program: Program = {
    process: child,
    output: () => output,
    closed: new Promise((done) => child.once("close", done)),
    end: (signal) =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode);
        child.once("exit", (code) => done(code));
        child.kill(signal);
      }),
  };
  const match = await new Promise<RegExpExecArray>((done, fail) => {
    const hear = (data: Buffer) => {
      output += data.toString();
      const found = ready.exec(output);
      if (found) done(found);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) =>
      fail(new Error(`${args.join(" ")} ended with ${code} before it was ready:\n${output}`)),
    );
  });
  return { ...program, match };
}

/** A port that nobody uses at the moment. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}
