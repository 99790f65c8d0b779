import { expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { fetchJson } from "./fetch-json";

test("what an answer is read with comes along with it, and nobody waits for the other", async () => {
  const events: string[] = [];
  vi.stubGlobal("fetch", async () => {
    events.push("asked");
    return Response.json({ at: "2026-01-01" });
  });
  let arrive = (_: z.ZodMiniObject<{ at: z.ZodMiniString }>) => {};
  const schema = new Promise<z.ZodMiniObject<{ at: z.ZodMiniString }>>((resolve) => (arrive = resolve));
  const answer = fetchJson("/api/x", schema);
  expect(events).toEqual(["asked"]);
  arrive(z.object({ at: z.string() }));
  expect(await answer).toEqual({ at: "2026-01-01" });
});

test("a refusal is told whatever becomes of the rest", async () => {
  vi.stubGlobal("fetch", async () => Response.json({}, { status: 404 }));
  await expect(fetchJson("/api/x", Promise.resolve(z.unknown()))).rejects.toThrow();
});

/** Half of an answer. */
const broken = (status = 200) =>
  new Response(
    new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('{"at":'));
        controller.error(new TypeError("network error"));
      },
    }),
    { status },
  );

test.each([200, 409, 500])("an answer (%i) that breaks off is a lost connection", async (status) => {
  vi.stubGlobal("fetch", async () => broken(status));
  await expect(fetchJson("/api/x", z.unknown())).rejects.toMatchObject({ code: "unavailable" });
});

test("whoever left hears of no failure", async () => {
  const leaving = new AbortController();
  const cause = new DOMException("left", "AbortError");
  const body = new ReadableStream({ start: (controller) => controller.error(cause) });
  leaving.abort();
  vi.stubGlobal("fetch", async () => new Response(body));
  await expect(fetchJson("/api/x", z.unknown(), { signal: leaving.signal })).rejects.toBe(cause);
});

test("what is no JSON is still nobody's answer", async () => {
  vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
  await expect(fetchJson("/api/x", z.unknown())).rejects.toMatchObject({
    failure: { code: "internal", upstreamStatus: 502 },
  });
});
