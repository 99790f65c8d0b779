import { AppError } from "@/lib/core/errors";
import type { Conversation } from "./api";
import type { Setup } from "./setup-api";

/** What the part of an address after `#` begins with. Browsers keep that part to themselves: no log has it. */
export const REPRODUCE = "#reproduce=";

/** Characters of a link; longer ones are cut on their way through other programs. */
const LONGEST_LINK = 60_000;
/** Bytes that may come out of one, however small it was pressed. */
const LONGEST_SETUP = 2_000_000;

/**
 * A link that sets up a new conversation like this one: models, settings and what was asked, without any answer.
 * @throws AppError `conflict` while it is blind; `invalid_request` when it would be too long
 */
export async function reproduceLink(origin: string, conversation: Conversation): Promise<string> {
  if (conversation.blind)
    throw new AppError("conflict", {}, { message: "Vote first: nobody may know the models until then." });
  const setup: Setup = {
    version: 1,
    sync: conversation.sync,
    panes: conversation.panes.map(({ model, fallbackModels, system, parameters, messages }) => ({
      ...{ model, fallbackModels, system, parameters },
      prompts: messages.flatMap(({ role, content }) => (role === "user" ? [content] : [])),
    })),
  };
  const link = `${origin}/${REPRODUCE}${await pack(setup)}`;
  if (link.length > LONGEST_LINK)
    throw new AppError("invalid_request", {}, { message: "This is too much for a link. Export it as JSON." });
  return link;
}

/** What a link holds, as it came: JSON of anybody. @throws AppError `invalid_request` when it is not whole */
export async function readReproduceHash(hash: string): Promise<unknown> {
  try {
    if (hash.length > LONGEST_LINK) throw new RangeError("too long");
    return await unpack(hash.slice(REPRODUCE.length));
  } catch (cause) {
    const message =
      "This link is damaged: what it was to set up cannot be read. Copy all of it, and open it again.";
    throw new AppError("invalid_request", {}, { message, cause });
  }
}

async function pack(value: unknown): Promise<string> {
  const pressed = new Blob([JSON.stringify(value)])
    .stream()
    .pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(pressed).arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpack(text: string): Promise<unknown> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [json, size] = ["", 0];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return JSON.parse(json + decoder.decode());
    size += value.byteLength;
    if (size > LONGEST_SETUP) {
      void reader.cancel();
      throw new RangeError("too long");
    }
    json += decoder.decode(value, { stream: true });
  }
}
