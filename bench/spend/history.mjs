import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode } from "../lib/process.mjs";

const ROOT = join(import.meta.dirname, "../..");
const load = createRequire(join(ROOT, "package.json"));

/**
 * An invented year in a database of its own on Postgres, summed up as a Patchbay that has run for a while leaves it.
 * @param isKept whether it stays, and is used again by whoever asks for as many
 * @returns the environment that leads to it, what seeding said, how to ask it, and how to be rid of it
 */
export async function seedPostgres(postgres, generations, isKept) {
  const { Client } = load("pg");
  const database = isKept ? await keptDatabase(postgres, generations) : await postgres.create();
  const env = { DATABASE_URL: database.url };
  let client;
  const drop = async () => {
    await client?.end();
    await database.drop();
  };
  try {
    const said = (await database.seeded?.()) ?? (await seed(env, generations, database.until));
    await database.finish?.(said);
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query("vacuum analyze");
    return { env, said, ask: async (text) => (await client.query(text)).rows, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** What is broken off is gone on with: the same moment and the same numbers invent the same history. */
async function keptDatabase(postgres, generations) {
  const name = `patchbay_bench_kept_${generations}`;
  const { url, note, write } = await postgres.keep(name);
  const known = note === null ? null : JSON.parse(note);
  const until = known?.until ?? new Date().toISOString();
  if (known === null) await write(JSON.stringify({ until }));
  return {
    url,
    until,
    seeded: () => known?.said,
    finish: (said) => write(JSON.stringify({ until, said })),
    drop: () => console.log(`The database ${name} is kept; \`drop database ${name}\` removes it.`),
  };
}

/** The same in the embedded engine. It belongs to one process, so it can be asked only until a Patchbay has it. */
export async function seedEmbedded(generations) {
  const directory = await mkdtemp(join(tmpdir(), "patchbay-bench-"));
  const env = { PATCHBAY_DATA_DIR: directory, DATABASE_URL: "" };
  const drop = () => rm(directory, { recursive: true, force: true });
  try {
    const said = await seed(env, generations);
    const { PGlite } = load("@electric-sql/pglite");
    const client = await PGlite.create(join(directory, "database"));
    await client.exec("analyze");
    return {
      env,
      said,
      ask: async (text) => (await client.query(text)).rows,
      release: () => client.close(),
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function seed(env, generations, until) {
  const program = startNode(
    [
      ...["--conditions=react-server", "--import", "tsx", "scripts/seed.ts", "--days=365", "--roll-up"],
      `--generations=${generations}`,
      ...(until ? [`--until=${until}`] : []),
    ],
    { cwd: ROOT, env: { OPENROUTER_API_KEY: "", ...env } },
  );
  const code = await new Promise((done) => program.child.once("close", done));
  if (code !== 0) throw new Error(`seeding failed:\n${program.output()}`);
  return program.output().trim();
}
