import { QueryClient } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { replacePreset } from "./preset-queries";

const ID = "00000000-0000-7000-8000-0000000000aa";

test("what replaces the settings of a preset can be taken back", async () => {
  const at = new Date(0).toISOString();
  const kept: Record<string, unknown> = { system: "Be brief.", parameters: { temperature: 0 } };
  vi.stubGlobal("fetch", async (_: string, { method, body }: RequestInit) => {
    if (method === "PATCH") Object.assign(kept, JSON.parse(String(body)));
    const summary = { id: ID, name: "Brief", hasSystem: true, settings: [], updatedAt: at, createdAt: at };
    return Response.json({ ...summary, ...kept });
  });
  const undo = await replacePreset(new QueryClient(), ID, { system: null, parameters: { top_p: 1 } });
  expect(kept).toEqual({ system: null, parameters: { top_p: 1 } });
  await undo();
  expect(kept).toEqual({ system: "Be brief.", parameters: { temperature: 0 } });
});
