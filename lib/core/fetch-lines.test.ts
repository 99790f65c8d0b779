import { afterEach, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { fetchLines } from "./fetch-lines";

afterEach(() => vi.unstubAllGlobals());

const Line = z.object({ n: z.int() });

function answerWith(pieces: readonly string[], breaks = false): void {
  const encoder = new TextEncoder();
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece !== undefined) controller.enqueue(encoder.encode(piece));
      else if (breaks) controller.error(new TypeError("gone"));
      else controller.close();
    },
  });
  vi.stubGlobal("fetch", async () => new Response(body));
}

async function read(): Promise<number[]> {
  const seen: number[] = [];
  for await (const { n } of fetchLines("/x", Line, {})) seen.push(n);
  return seen;
}

test("lines are whole however they come", async () => {
  answerWith(['{"n":1}\n{"n', '":2}', '\n{"n":3}\n']);
  expect(await read()).toEqual([1, 2, 3]);
});

test("an answer that breaks off is a failure, and so is one that says so", async () => {
  answerWith(['{"n":1}\n'], true);
  await expect(read()).rejects.toMatchObject({ code: "unavailable" });
  const error = { code: "not_found", by: "patchbay", message: "No.", remedy: "none" };
  vi.stubGlobal("fetch", async () => Response.json({ error }, { status: 404 }));
  await expect(read()).rejects.toMatchObject({ code: "not_found" });
});
