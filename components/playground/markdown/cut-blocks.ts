import { Lexer, type Token, Tokenizer, type Tokens } from "marked";
import { hasTooManyCells, isTooMuch, isTooMuchForBlocks, MOST_DRAWN, weightOf } from "./bounds";

export type Block =
  | { kind: "markdown"; text: string }
  /** A fenced block; `closed` once its end has come. */
  | { kind: "code"; text: string; language: string; closed: boolean }
  /** Shown as it is written, because reading it as markdown would cost too much. */
  | { kind: "plain"; text: string };

export type BlockCutter = (text: string) => readonly Block[];

/**
 * Cuts a growing text into blocks. A call reads again only from the last blocks of the call before, and the
 * blocks that did not change stay the same objects, so that whatever draws them can skip them.
 */
export function createBlockCutter(): BlockCutter {
  let before = "";
  let pieces: readonly Piece[] = [];
  let blocks: readonly Block[] = [];

  return (text) => {
    if (text === before) return blocks;
    const grows = text.startsWith(before);
    const end = grows ? endOf(pieces) : -1;
    // The last block may still grow, and the one before it may turn out to be a part of it.
    if (end < 0 || end > pieces.length - 2) {
      const kept = grows ? pieces.slice(0, -2) : [];
      const start = grows ? (pieces[kept.length]?.start ?? 0) : 0;
      const old = pieces.slice(kept.length);
      const fresh = cut(text.slice(start)).map(({ start: at, block }, index) => {
        const known = old[index]?.block;
        return { start: start + at, block: known && isSame(known, block) ? known : block };
      });
      pieces = [...kept, ...fresh];
    }
    before = text;
    blocks = drawn(pieces, text);
    return blocks;
  };
}

type Piece = { start: number; block: Block };

/** Cuts a whole text. */
export const cutBlocks = (text: string): readonly Block[] => drawn(cut(text), text);

/** The first piece that is one too many; -1 when all are drawn. */
function endOf(pieces: readonly Piece[]): number {
  if (pieces.length <= MOST_DRAWN / weightOf("code")) return -1;
  let weight = 0;
  return pieces.findIndex(({ block: { kind } }) => {
    weight += weightOf(kind);
    return weight > MOST_DRAWN;
  });
}

/** All that may be drawn, and the rest as it is written. */
function drawn(pieces: readonly Piece[], text: string): readonly Block[] {
  const end = endOf(pieces);
  const blocks = (end < 0 ? pieces : pieces.slice(0, end)).map(({ block }) => block);
  return end < 0 ? blocks : [...blocks, { kind: "plain", text: text.slice(pieces[end]?.start) }];
}

/** Cells are made as the blocks are found, and a few thousand letters can ask for millions. */
class Blocks extends Tokenizer {
  override table(src: string): Tokens.Table | undefined {
    const raw = this.rules.block.table.exec(src)?.[0];
    return raw !== undefined && hasTooManyCells(raw)
      ? { type: "table", raw: raw.replace(/\n+$/, ""), header: [], align: [], rows: [] }
      : super.table(src);
  }
}

function cut(text: string): Piece[] {
  if (isTooMuchForBlocks(text)) return [{ start: 0, block: { kind: "plain", text } }];
  let tokens: Token[];
  try {
    // Only the blocks: what is inside a line is read when it is drawn, bounded block by block.
    tokens = new Lexer({ tokenizer: new Blocks() }).blockTokens(text, []);
  } catch {
    return [{ start: 0, block: { kind: "plain", text } }];
  }
  const pieces: Piece[] = [];
  let at = 0;
  for (const token of tokens) {
    if (token.type !== "space") pieces.push({ start: at, block: toBlock(token) });
    at += token.raw.length;
  }
  return pieces;
}

function toBlock(token: Token): Block {
  const { raw } = token;
  if (token.type === "code" && /^ {0,3}(`{3,}|~{3,})/.test(raw)) {
    const language = typeof token.lang === "string" ? (token.lang.split(/\s/, 1)[0] ?? "") : "";
    return {
      kind: "code",
      text: String(token.text),
      language,
      closed: /\n {0,3}(`{3,}|~{3,})\s*$/.test(raw),
    };
  }
  return { kind: isTooMuch(raw) ? "plain" : "markdown", text: raw };
}

const isSame = (left: Block, right: Block): boolean =>
  left.kind === right.kind &&
  left.text === right.text &&
  (left.kind !== "code" ||
    (right.kind === "code" && left.closed === right.closed && left.language === right.language));
