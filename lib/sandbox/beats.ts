import type { Answer } from "./answer/answer";
import { hash, seeded, tail } from "./random";
import type { ThoughtStyle } from "./thinking";
import { nativeTokens, pieces } from "./tokens";

/** What one streamed chunk adds. */
export type Delta = {
  content?: string | null;
  reasoning?: string;
  reasoning_details?: Record<string, unknown>[];
  tool_calls?: Record<string, unknown>[];
  images?: Record<string, unknown>[];
  annotations?: Record<string, unknown>[];
};

export type Beat = {
  delta: Delta;
  kind: "thought" | "word" | "image";
  pieces: number;
  imageTokens: number;
  silent: boolean;
};

/** Billed tokens up to some beat. */
export type Totals = {
  completionTokens: number;
  reasoningTokens: number;
  imageTokens: number;
  pieces: number;
};

const IMAGE_TOKENS = 1290;

/** An answer as the sequence of chunks in which it will be streamed. */
export function beatsOf(answer: Answer, style: ThoughtStyle, hideReasoning: boolean): Beat[] {
  const beat = (kind: Beat["kind"], delta: Delta, count: number, more: Partial<Beat> = {}): Beat => ({
    kind,
    delta,
    pieces: count,
    imageTokens: 0,
    silent: false,
    ...more,
  });
  const spoken = pieces(answer.text).map((content) => beat("word", { content }, 1));
  const called = answer.calls.flatMap(({ id, name, arguments: args }, index) => [
    beat(
      "word",
      { content: null, tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] },
      pieces(name).length + 6,
    ),
    ...(args === "{}" ? [] : inPairs(pieces(args))).map((part) =>
      beat("word", { content: null, tool_calls: [{ index, function: { arguments: part } }] }, 2),
    ),
  ]);
  const drawn = answer.images.map((url, index) =>
    beat("image", { content: "", images: [{ type: "image_url", index, image_url: { url } }] }, 0, {
      imageTokens: IMAGE_TOKENS,
    }),
  );
  const cited = answer.citations.map(({ url, title, content }) =>
    beat(
      "word",
      {
        content: "",
        annotations: [
          { type: "url_citation", url_citation: { url, title, content, start_index: 0, end_index: 0 } },
        ],
      },
      0,
    ),
  );
  return [...thoughtBeats(answer.thoughts, style, hideReasoning), ...spoken, ...called, ...drawn, ...cited];
}

function thoughtBeats(thoughts: string, style: ThoughtStyle, hide: boolean): Beat[] {
  if (thoughts === "") return [];
  const random = seeded(hash(thoughts));
  const { format } = style;
  const beat = (delta: Delta, count: number, silent = false): Beat => ({
    kind: "thought",
    delta,
    pieces: count,
    imageTokens: 0,
    silent,
  });
  // Thinking that is not shown still takes its time and its tokens.
  if (hide || style.hidden) {
    const quiet = pieces(thoughts).map(() => beat({}, 1, true));
    const sealed = beat(
      {
        content: "",
        reasoning_details: [
          {
            type: "reasoning.encrypted",
            data: tail(random, 220),
            id: `rs_${tail(random, 32)}`,
            format,
            index: 0,
          },
        ],
      },
      0,
    );
    return hide ? quiet : [...quiet, sealed];
  }
  const shown = pieces(thoughts).map((text) =>
    beat(
      {
        content: "",
        reasoning: text,
        reasoning_details: [
          style.kind === "text"
            ? { type: "reasoning.text", text, format, index: 0 }
            : { type: "reasoning.summary", summary: text, format, index: 0 },
        ],
      },
      1,
    ),
  );
  const signature = style.signed
    ? [
        beat(
          {
            content: "",
            reasoning_details: [{ type: "reasoning.text", signature: tail(random, 300), format, index: 0 }],
          },
          0,
        ),
      ]
    : [];
  const sealed = style.sealed
    ? [
        beat(
          {
            content: "",
            reasoning_details: [
              {
                type: "reasoning.encrypted",
                data: tail(random, 220),
                id: `rs_${tail(random, 32)}`,
                format,
                index: 1,
              },
            ],
          },
          0,
        ),
      ]
    : [];
  return [...shown, ...signature, ...sealed];
}

const inPairs = (parts: string[]): string[] =>
  parts.flatMap((part, index) => (index % 2 === 0 ? [part + (parts[index + 1] ?? "")] : []));

export function totalsOf(beats: Beat[], tokenizer: string): Totals {
  let [all, thought, images] = [0, 0, 0];
  for (const beat of beats) {
    all += beat.pieces;
    images += beat.imageTokens;
    if (beat.kind === "thought") thought += beat.pieces;
  }
  return {
    completionTokens: (all === 0 ? 0 : nativeTokens(all, tokenizer)) + images,
    reasoningTokens: thought === 0 ? 0 : nativeTokens(thought, tokenizer),
    imageTokens: images,
    pieces: all,
  };
}

/** The beats that fit into `max` billed tokens; reasoning can eat them all. */
export function within(beats: Beat[], max: number, tokenizer: string): Beat[] {
  let [count, images] = [0, 0];
  const over = beats.findIndex((beat) => {
    count += beat.pieces;
    images += beat.imageTokens;
    return nativeTokens(count, tokenizer) + images > max;
  });
  return over === -1 ? beats : beats.slice(0, over);
}
