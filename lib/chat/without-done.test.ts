import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutAt } from "@/lib/openrouter/testing.server";
import { CHAT, MESSAGES } from "./dialects/dialects";
import { messagesStream } from "./dialects/testing";
import { passStream } from "./pass.server";
import { createWatch } from "./watch";
import { withoutDone } from "./without-done";

const STREAM = messagesStream();
const MARK = "event: data\ndata: [DONE]\n\n";
const SAID = STREAM.slice(0, -MARK.length);

/** What a program gets of a stream that comes in these pieces, and what was read of it. */
async function passed(pieces: readonly Uint8Array[], { reading, trimEnd } = MESSAGES) {
  const watch = createWatch(0, "tail", reading);
  const decoder = new TextDecoder();
  const upstream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const passage = passStream({
    response: new Response(upstream),
    ...{ idleTimeout: 60_000, readerTimeout: 60_000, trimEnd },
    onPiece(bytes) {
      watch.feed(decoder.decode(bytes, { stream: true }), 0);
      return watch.isDone;
    },
    onClose: async () => null,
  });
  const text = await new Response(passage.stream() as BodyInit).text();
  return { text, completion: watch.end(1) };
}

describe("a stream of Messages ends with its last event", () => {
  test("wherever it is cut, and is read to its bill", async () => {
    const bytes = Buffer.from(STREAM);
    for (let cut = 1; cut < bytes.length; cut++) {
      const { text, completion } = await passed(cutAt(bytes, [cut]));
      expect([cut, text]).toEqual([cut, SAID]);
      expect(completion).toMatchObject({ done: true, usage: { cost: 7_650_916_900n } });
    }
  });

  test("in however many pieces, and however its lines break", async () => {
    const [bytes, other] = [Buffer.from(STREAM), Buffer.from(STREAM.replaceAll("\n", "\r\n"))];
    expect((await passed(Array.from(bytes, (byte) => Uint8Array.of(byte)))).text).toBe(SAID);
    expect((await passed(Array.from(other, (byte) => Uint8Array.of(byte)))).text).toBe(
      SAID.replaceAll("\n", "\r\n"),
    );
  });

  test("wherever the upstream ends, so that nothing but JSON is ever an event", async () => {
    for (let end = SAID.length; end <= STREAM.length; end++) {
      const { text } = await passed([Buffer.from(STREAM.slice(0, end))]);
      // What has no empty line after it is no event.
      const data = text.slice(0, text.lastIndexOf("\n\n")).matchAll(/^data: (.*)$/gm);
      for (const [, json = ""] of data) expect([end, JSON.parse(json)]).toEqual([end, expect.anything()]);
    }
  });

  test("and other APIs keep their mark", async () => {
    const text = "data: {}\n\ndata: [DONE]\n\n";
    expect((await passed([Buffer.from(text)], CHAT)).text).toBe(text);
  });
});

test.each([
  ["data: [DONE]\n\n", ""],
  ["data:[DONE]", ""],
  ["data: {}\n\n: still here\nevent: data\ndata: [DONE]\n\n: more\n\n", "data: {}\n\n: more\n\n"],
  ["data: [DONE]\n\ndata: [DONE]\n\n", ""],
  ["data: {}\n\ndata: [DONE] and more\n\n", "data: {}\n\ndata: [DONE] and more\n\n"],
  ['data: {"text":"\\n\\ndata: [DONE]\\n\\n"}\n\n', 'data: {"text":"\\n\\ndata: [DONE]\\n\\n"}\n\n'],
])("of %j is left %j", (text, rest) => {
  expect(Buffer.from(withoutDone(Buffer.from(text))).toString()).toBe(rest);
});

test("bytes that are no mark stay, whatever they are", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const mark = Buffer.from(`\n\n${MARK}`);
      expect(Buffer.from(withoutDone(Buffer.concat([bytes, mark])))).toEqual(
        Buffer.concat([bytes, Buffer.from("\n\n")]),
      );
    }),
  );
});
