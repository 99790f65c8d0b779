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
