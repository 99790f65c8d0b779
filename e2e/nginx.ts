import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";

/** Whether this machine has one. */
export const HAS_NGINX = spawnSync("nginx", ["-v"]).error === undefined;

/** An nginx before a Patchbay, with the configuration that the documentation gives, less what needs a certificate. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {}

  static async start(port: number, patchbayPort: number): Promise<Nginx> {
    const directory = await mkdtemp(join(tmpdir(), "patchbay-nginx-"));
    const site = await readFile("docs/deploy/nginx.conf", "utf8");
    const adapted = [
      [/server 127\.0\.0\.1:3000;/, `server 127.0.0.1:${patchbayPort};`],
      [/server \{\s+listen 80;[^}]+\}/, ""],
      [/listen 443 ssl;/, `listen 127.0.0.1:${port};`],
      [/\n\s+ssl_certificate .*;/, ""],
      [/\n\s+ssl_certificate_key .*;/, ""],
    ].reduce((text, [from, to]) => {
      expect(text).toMatch(from as RegExp);
      return text.replace(from as RegExp, to as string);
    }, site);
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((name) => `${name}_temp_path ${directory}/${name};`)
      .join("\n");
    const file = join(directory, "nginx.conf");
    await writeFile(
      file,
      `daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
       events {} http { access_log off; ${paths}\n${adapted}\n}`,
    );
    const child = spawn("nginx", ["-c", file, "-e", join(directory, "error.log")], { stdio: "inherit" });
    await expect.poll(() => answers(port)).toBe(true);
    return new Nginx(child, directory);
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await gone;
    await rm(this.directory, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
