import { asRecord, type JsonRecord } from "@/lib/core/lenient";

/** Fields of a body by their paths, `text.format`; undefined takes one out. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a setting is written. */
export type Word = {
  /** All the fields that a caller may set the same thing by. */
  at: readonly string[];
  /** The fields that say it; null for a value that cannot be said. */
  write(value: unknown): Fields | null;
};

/** How an API writes what a route decides. Routes are written in the words of chat. */
export type Spelling = {
  /** Null for a setting that the API has no word for. */
  word(setting: string): Word | null;
  /** The models to fall back on; null where there is no falling back. */
  fallbacks(models: readonly string[]): Fields | null;
  /**
   * The instructions of a route, which stand back for the caller's own unless they are locked.
   * @returns no fields when all stays as it is, null when there is no place for them
   */
  instructions(body: JsonRecord, system: string | null, isLocked: boolean): Fields | null;
};

/** A word of one field, with its value as it is or turned into the API's own. */
export const wordAt = (
  at: readonly [string, ...string[]],
  turn: (value: unknown) => unknown = same,
): Word => ({
  at,
  write(value) {
    const turned = turn(value);
    return turned === undefined ? null : { [at[0]]: turned };
  },
});

const same = (value: unknown): unknown => value;

/** Words that are the same as those of chat. */
export const sameWords = (names: readonly string[]): Record<string, Word> =>
  Object.fromEntries(names.map((name) => [name, wordAt([name])]));

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** What stands at a path of one name or two. */
export function fieldAt(body: JsonRecord, path: string): unknown {
  const [outer = "", inner] = path.split(".");
  return inner === undefined ? body[outer] : asRecord(body[outer])?.[inner];
}

/** Writes a field of a body that is the writer's own; objects within are not written to. */
export function setField(body: Record<string, unknown>, path: string, value: unknown): void {
  const [outer = "", inner] = path.split(".");
  if (inner !== undefined) {
    const { [inner]: _former, ...rest } = asRecord(body[outer]) ?? {};
    body[outer] = value === undefined ? rest : { ...rest, [inner]: value };
  } else if (value === undefined) delete body[outer];
  else body[outer] = value;
}
