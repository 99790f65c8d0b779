import "server-only";
import type { Tally } from "./fingerprint.server";

/** What all tables hold, on the way from one place to another: for each table its columns, its rows, and their tally. */
export type Piece =
  | { kind: "table"; name: string; columns: string[] }
  /** Each row is one line: a JSON list of its values as the database writes them, null where there is none. */
  | { kind: "rows"; lines: string[] }
  | ({ kind: "end" } & Tally);

/** What is to be known before the rows: which migrations they lie behind. */
export type Contents = { migrations: string[]; pieces: AsyncIterable<Piece> };
