import { describe, expect, test } from "vitest";
import { readJson } from "./read-body";

const LIMIT = 1000;

/** A request whose body arrives in pieces, with whatever length it claims. */
function sent(pieces: (string | Uint8Array)[], claimed?: string) {
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[pulled++];
        if (piece === undefined) controller.close();
        else controller.enqueue(typeof piece === "string" ? new TextEncoder().encode(piece) : piece);
      },
    },
    { highWaterMark: 0 },
  );
  const headers = claimed === undefined ? {} : { "content-length": claimed };
  const request = new Request("http://localhost/", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  } as RequestInit);
  return { request, pulled: () => pulled };
}

const read = (...pieces: (string | Uint8Array)[]) => readJson(sent(pieces).request, LIMIT);

test("reads JSON cut anywhere, in the middle of a character too", async () => {
  const bytes = new TextEncoder().encode('{"text":"Grüße 👋"}');
  for (let cut = 1; cut < bytes.length; cut++) {
    expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual({ text: "Grüße 👋" });
  }
});

describe("too large", () => {
  test("the limit itself is allowed, one byte more is not", async () => {
    expect(await read(`"${"a".repeat(LIMIT - 2)}"`)).toHaveLength(LIMIT - 2);
    await expect(read(`"${"a".repeat(LIMIT - 1)}"`)).rejects.toMatchObject({ code: "too_large" });
  });
  test("is refused unread when it announces itself", async () => {
    const { request, pulled } = sent(["{}"], String(LIMIT + 1));
    await expect(readJson(request, LIMIT)).rejects.toMatchObject({ code: "too_large" });
    expect(pulled()).toBe(0);
  });
  test("is refused while reading when it lies about its length, or has none", async () => {
    for (const claimed of ["2", undefined]) {
      const { request, pulled } = sent(
        Array.from({ length: 100 }, () => "a".repeat(500)),
        claimed,
      );
      await expect(readJson(request, LIMIT)).rejects.toMatchObject({ code: "too_large" });
      expect(pulled()).toBeLessThanOrEqual(4);
    }
  });
});

describe("not sane JSON", () => {
  test.each(["", "{", "{'a':1}", "nope", '{"a":1}}', "\u0000"])("%j", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "invalid_request" });
  });
  test("the refusal does not repeat what was sent", async () => {
    const error: unknown = await read("my secret prompt").catch((caught: unknown) => caught);
    expect(JSON.stringify(error) + String(error)).not.toContain("secret");
  });
  test("bytes that are not UTF-8", async () => {
    await expect(read(Uint8Array.of(0x22, 0xff, 0x22))).rejects.toMatchObject({ code: "invalid_request" });
  });
  test("nesting that would overflow a stack", async () => {
    const deep = (levels: number) =>
      readJson(sent(["[".repeat(levels) + "]".repeat(levels)]).request, 10_000_000);
    await expect(deep(100_000)).rejects.toMatchObject({ code: "invalid_request" });
    await expect(deep(101)).rejects.toMatchObject({ code: "invalid_request" });
    expect(await deep(50)).toBeInstanceOf(Array);
  });
  test.each(['{"__proto__":{"role":"owner"}}', '{"a":[{"\\u005f_proto__":1}]}'])("%s", async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: "invalid_request" });
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });
  test("the same words inside a text are only words", async () => {
    expect(await read('{"text":"what is __proto__ ?"}')).toEqual({ text: "what is __proto__ ?" });
  });
});
