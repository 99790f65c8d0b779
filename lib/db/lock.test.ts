import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireDirectoryLock } from "./lock.server";
import { describeOwnProcess } from "./process-identity.server";

let root: string;
let directory: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "patchbay-lock-"));
  directory = join(root, "some", "data");
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await rm(root, { recursive: true, force: true });
});

const MODULE = resolve("lib/db/lock.server.ts");
const HOLDER = `
  const { acquireDirectoryLock } = await import(${JSON.stringify(MODULE)});
  await acquireDirectoryLock(process.env.LOCKED).then(
    () => { console.log("taken"); setInterval(() => {}, 1000); },
    (error) => { console.log(error.code + " " + error.message); },
  );
`;

/** Another process that tries to take the directory; `said` is what it made of it. */
function startTaker(): { child: ChildProcess; said: Promise<string> } {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", HOLDER],
    { env: { ...process.env, LOCKED: directory }, stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const said = new Promise<string>((done) => {
    child.stdout?.once("data", (data: Buffer) => done(data.toString().trim()));
    child.once("exit", () => done("nothing"));
  });
  return { child, said };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await ended;
}

const lockFile = () => join(directory, "patchbay.lock");
const leave = async (owner: object) => {
  await mkdir(directory, { recursive: true });
  await writeFile(lockFile(), JSON.stringify({ token: "left-behind", ...owner }));
};

test("creates the directory for its owner only, and leaves nothing behind", async () => {
  const lock = await acquireDirectoryLock(directory);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect((await stat(lockFile())).mode & 0o777).toBe(0o600);
  await lock.release();
  expect(await readdir(directory)).toEqual([]);
});

test("a second taker in the same process is refused until the first lets go", async () => {
  const lock = await acquireDirectoryLock(directory);
  await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({ code: "held" });
  await lock.release();
  await (await acquireDirectoryLock(directory)).release();
});

test("another process is told who holds it, and gets it when the holder was killed", async () => {
  const holder = startTaker();
  expect(await holder.said).toBe("taken");
  await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
    code: "held",
    message: expect.stringContaining(`Process ${holder.child.pid} `),
  });
  expect(await startTaker().said).toMatch(new RegExp(`^held Process ${holder.child.pid} `));
  await end(holder.child);
  await (await acquireDirectoryLock(directory)).release();
});

test("of ten that find a dead owner's lock at once, exactly one gets it", async () => {
  for (let round = 0; round < 2; round++) {
    const dead = startTaker();
    expect(await dead.said).toBe("taken");
    await end(dead.child);
    const takers = Array.from({ length: 10 }, startTaker);
    const results = await Promise.all(takers.map(({ said }) => said));
    expect(results.filter((said) => said === "taken")).toHaveLength(1);
    expect(results.filter((said) => said.startsWith("held "))).toHaveLength(9);
    const winner = takers[results.indexOf("taken")]?.child;
    expect(JSON.parse(await readFile(lockFile(), "utf8"))).toMatchObject({ pid: winner?.pid });
    await Promise.all(takers.map(({ child }) => (child.exitCode === null ? end(child) : undefined)));
    await rm(lockFile());
    expect(await readdir(directory)).toEqual([]);
  }
}, 120_000);

test("racing takers in one process agree as well, whatever the interleaving", async () => {
  for (let round = 0; round < 30; round++) {
    await leave({ ...(await describeOwnProcess()), startedAt: "1" });
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => acquireDirectoryLock(directory)),
    );
    const won = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(won).toHaveLength(1);
    await won[0]?.release();
  }
}, 60_000);

describe("a lock left behind", () => {
  test("by a pid that now belongs to another process is taken over", async () => {
    await leave({ ...(await describeOwnProcess()), startedAt: "1" });
    await (await acquireDirectoryLock(directory)).release();
  });
  test("before the machine restarted is taken over", async () => {
    await leave({ ...(await describeOwnProcess()), place: `${hostname()} an-earlier-boot pid:[1]` });
    await (await acquireDirectoryLock(directory)).release();
  });
  test("by a power cut, unreadable, is taken over", async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(lockFile(), "");
    await (await acquireDirectoryLock(directory)).release();
  });
  test("by another container is respected while it shows signs of life", async () => {
    await leave({ pid: 1, startedAt: "1", place: "another-container boot pid:[2]" });
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({ code: "held" });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lockFile(), longAgo, longAgo);
    await (await acquireDirectoryLock(directory)).release();
  });
});

test("releasing does not remove a successor's lock", async () => {
  const lock = await acquireDirectoryLock(directory);
  await leave({ ...(await describeOwnProcess()), token: "successor" });
  await lock.release();
  expect(await readFile(lockFile(), "utf8")).toContain("successor");
});

test.each(["file", "file/data"])("a directory that cannot be made says so: %s", async (path) => {
  await writeFile(join(root, "file"), "");
  directory = join(root, path);
  await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
    code: "unusable",
    message: expect.stringMatching(/leads to a file, not to a directory.*PATCHBAY_DATA_DIR/),
  });
});

test.runIf(process.platform === "linux")(
  "a place where nothing can be made is given up at once",
  async () => {
    directory = "/proc/patchbay/data";
    await expect(acquireDirectoryLock(directory)).rejects.toMatchObject({
      code: "unusable",
      message: expect.stringMatching(/cannot be written/),
    });
  },
);
