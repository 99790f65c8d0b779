import "server-only";
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { BackupError } from "./backup-error";
import type { Contents, Piece } from "./pieces.server";

const Header = z.strictObject({
  patchbay: z.literal("backup"),
  format: z.literal(1),
  at: z.string(),
  migrations: z.array(z.string()).min(1),
});
const Mark = z.union([
  z.strictObject({ table: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ end: z.string(), rows: z.number().int(), hash: z.string() }),
  z.strictObject({ tables: z.number().int() }),
]);

/** Bytes and rows that are handed on together. */
const BATCH_LENGTH = 4 * 1024 * 1024;
const BATCH_ROWS = 1_000;

/**
 * Writes a backup beside its place, reads it again, and only then gives it its name: a file of that name is whole.
 * Lines of JSON, packed; only its owner may read it.
 * @throws BackupError when there is a file of that name
 */
export async function writeBackup(path: string, contents: Contents, at: Date): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}.part`;
  try {
    const file = createWriteStream(draft, { mode: 0o600, flags: "wx", flush: true });
    await pipeline(Readable.from(linesOf(contents, at)), createGzip(), file);
    for await (const piece of (await readBackup(draft)).pieces) void piece;
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      throw new BackupError(`There is already a file ${path}. Name another one, or remove it.`);
    });
    await syncDirectory(dirname(path));
  } finally {
    await rm(draft, { force: true });
  }
}

async function* linesOf({ migrations, pieces }: Contents, at: Date): AsyncGenerator<string> {
  const line = (value: z.input<typeof Header> | z.input<typeof Mark>) => `${JSON.stringify(value)}\n`;
  yield line({ patchbay: "backup", format: 1, at: at.toISOString(), migrations });
  let tables = 0;
  for await (const piece of pieces) {
    if (piece.kind === "rows") yield `${piece.lines.join("\n")}\n`;
    else if (piece.kind === "table") yield line({ table: piece.name, columns: piece.columns });
    else yield line({ end: piece.table, rows: piece.rows, hash: piece.hash });
    if (piece.kind === "end") tables++;
  }
  yield line({ tables });
}

/**
 * Opens a backup. Its pieces come one after the other, and end with an error where the file is not whole.
 * @throws BackupError for what is no backup
 */
export async function readBackup(path: string): Promise<Contents & { at: string }> {
  const lines = linesIn(path);
  const first = await lines.next();
  const header = Header.safeParse(jsonOf(first.value ?? ""));
  if (!header.success)
    throw new BackupError(`${path} is not a backup of Patchbay, or one of a newer version than this.`);
  const { at, migrations } = header.data;
  return { at, migrations, pieces: piecesIn(lines, path) };
}

async function* piecesIn(lines: AsyncGenerator<string, undefined>, path: string): AsyncGenerator<Piece> {
  let batch: string[] = [];
  let length = 0;
  let ended = 0;
  for await (const line of lines) {
    if (line.startsWith("[")) {
      batch.push(line);
      length += line.length;
    }
    const mark = line.startsWith("[") ? null : Mark.safeParse(jsonOf(line));
    if (batch.length > 0 && (mark !== null || length > BATCH_LENGTH || batch.length === BATCH_ROWS)) {
      yield { kind: "rows", lines: batch };
      batch = [];
      length = 0;
    }
    if (mark === null) continue;
    if (!mark.success) break;
    if ("tables" in mark.data) {
      if (mark.data.tables !== ended) break;
      return;
    }
    if ("end" in mark.data) {
      ended++;
      yield { kind: "end", table: mark.data.end, rows: mark.data.rows, hash: mark.data.hash };
    } else yield { kind: "table", name: mark.data.table, columns: mark.data.columns };
  }
  throw damaged(path);
}

const damaged = (path: string) =>
  new BackupError(`${path} is damaged or was cut short. Nothing was changed. Take another backup.`);

/** By line feeds alone, since texts may hold anything that else counts as the end of a line. */
async function* linesIn(path: string): AsyncGenerator<string, undefined> {
  const source = createReadStream(path);
  const unpacked = createGunzip();
  // `pipe` tells nothing of an error; whoever reads what comes out of it has to hear of it.
  source.once("error", (error) => unpacked.destroy(error));
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  try {
    for await (const bytes of source.pipe(unpacked)) {
      const [rest = "", ...more] = decoder.write(bytes).split("\n");
      parts.push(rest);
      for (const part of more) {
        yield parts.join("");
        parts = [part];
      }
    }
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new BackupError(`There is no file ${path}.`);
    throw code.startsWith("Z_") ? damaged(path) : error;
  } finally {
    source.destroy();
  }
  const last = parts.join("");
  if (last !== "") yield last;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A name is on the disk when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  await directory.sync().finally(() => directory.close());
}
