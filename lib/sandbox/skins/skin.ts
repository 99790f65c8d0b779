import { type Failure, refuse } from "@/lib/sandbox/failure";
import { type Fields, isFields } from "@/lib/sandbox/json";
import type { Plan } from "@/lib/sandbox/plan";

/** One of the APIs that OpenRouter speaks besides chat: everything is answered as a chat, and dressed in its form. */
export type Skin = {
  /** Begins the ids of its generations. */
  idPrefix: string;
  /** Whether the id also stands in a header. */
  namesId: boolean;
  /** Whether it makes vectors and says no words. */
  vectors: boolean;
  /** Its request as one of chat. */
  toChat(body: Fields): Fields;
  refuse(refusal: Failure, headers: Record<string, string>): Response;
  /** A whole answer. */
  whole(body: Fields, plan: Plan): unknown;
  /** The frames of a stream. */
  dress(frames: AsyncGenerator<string>, plan: Plan): AsyncGenerator<string>;
};

export const CHAT: Skin = {
  idPrefix: "gen-",
  namesId: true,
  vectors: false,
  toChat: (body) => body,
  refuse,
  whole: (body) => body,
  dress: (frames) => frames,
};

/** Takes the chunks of a chat, and says the same in another form. */
export type Wearer = {
  chunk(chunk: Fields): string;
  /** For `[DONE]`. */
  done(): string;
  /** For a stream that ends, with `[DONE]` or without. */
  end(): string;
};

/** Comments, halves and garbage go through as they are. */
export async function* worn(frames: AsyncGenerator<string>, wearer: Wearer): AsyncGenerator<string> {
  for await (const frame of frames) {
    const said =
      frame.startsWith("data: ") && frame.endsWith("\n\n") ? saidIn(frame.slice(6, -2), wearer) : null;
    const text = said ?? frame;
    if (text !== "") yield text;
  }
  const last = wearer.end();
  if (last !== "") yield last;
}

function saidIn(data: string, wearer: Wearer): string | null {
  if (data === "[DONE]") return wearer.done();
  try {
    const chunk: unknown = JSON.parse(data);
    return isFields(chunk) ? wearer.chunk(chunk) : null;
  } catch {
    return null;
  }
}
