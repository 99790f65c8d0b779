import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { chunkOf } from "@/lib/chat/testing.server";
import { generation } from "@/lib/db/schema/ledger";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { EVENTS, inPieces, refusalOf, STREAM, setUp, textOf, WHOLE } from "./testing-asked-again";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = setUp(engine);
  const { start, addKey, ledger, kept } = world;

  test("what failed after it was sent fails again in the same way, without being sent", async () => {
    const { ask } = start();
    const failing = { error: { code: 502, message: "no", metadata: { provider_name: "Acme" } } };
    world.network.answer(() => Response.json(failing, { status: 502 }));
    const first = await refusalOf(ask(STREAM, { name: "n-1" }));
    world.network.answer(() => inPieces([EVENTS]));
    const announced = new Headers();
    const again = await refusalOf(ask(STREAM, { name: "n-1", announced }));
    expect(again.failure).toEqual(first.failure);
    expect(announced.get("idempotent-replayed")).toBe("true");
    expect(world.network.calls).toHaveLength(1);
  });

  const broken = { id: "gen-9", error: { code: 502, message: "no" }, choices: [] };
  test.each([
    ["a refusal", () => Response.json(broken, { status: 502, headers: { "x-generation-id": "gen-9" } })],
    [
      "a refusal for good",
      () => Response.json(broken, { status: 400, headers: { "x-generation-id": "gen-9" } }),
    ],
    ["an error in one piece", () => Response.json(broken)],
  ])("%s tells what it is on record under, and so does its repetition", async (_, script) => {
    const { ask } = start();
    world.network.answer(script);
    const [first, again] = [new Headers(), new Headers()];
    for (const announced of [first, again]) await refusalOf(ask(WHOLE, { name: "n-1", announced }));
    const [row] = await world.database.db.select().from(generation).where(eq(generation.keyId, world.key.id));
    const ids = { "x-patchbay-generation": row?.id, "x-generation-id": "gen-9" };
    expect([row?.upstreamId, Object.fromEntries(first)]).toEqual(["gen-9", ids]);
    expect(Object.fromEntries(again)).toEqual({ ...ids, "idempotent-replayed": "true" });
  });

  test("what never reached the upstream tells Patchbay's id alone, and what is not on record none", async () => {
    const { ask } = start();
    world.network.answer(() => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })));
    const announced = new Headers();
    await refusalOf(ask(WHOLE, { announced }));
    const [row] = await world.database.db.select().from(generation).where(eq(generation.keyId, world.key.id));
    expect(Object.fromEntries(announced)).toEqual({ "x-patchbay-generation": row?.id });
    const refused = new Headers();
    await refusalOf(ask(WHOLE, { as: { ...world.key, models: ["other/demo"] }, announced: refused }));
    expect(Object.fromEntries(refused)).toEqual({});
  });

  test.each([429, 402, 401])(
    "what the upstream turned away unbilled, for now, may be tried again: %i",
    async (status) => {
      const { ask } = start();
      world.network.answer(() => Response.json({ error: { code: status, message: "no" } }, { status }));
      await refusalOf(ask(STREAM, { name: "n-1" }));
      expect(await kept()).toEqual([]);
      world.network.answer(() => inPieces([EVENTS]));
      expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(EVENTS);
      expect(world.network.calls).toHaveLength(2);
      expect((await ledger())[1]).toBe(250_000_000_000n);
    },
  );

  test("what it turned away as it is, is turned away again", async () => {
    const { ask } = start();
    world.network.answer(() => Response.json({ error: { code: 400, message: "no" } }, { status: 400 }));
    const first = await refusalOf(ask(STREAM, { name: "n-1" }));
    expect((await refusalOf(ask(STREAM, { name: "n-1" }))).failure).toEqual(first.failure);
    expect(world.network.calls).toHaveLength(1);
  });

  test("a stream that broke off is given again as it broke off", async () => {
    const { ask } = start();
    world.network.answer(() => inPieces([chunkOf("Hel"), chunkOf("lo").slice(0, 20)]));
    const first = await textOf(ask(STREAM, { name: "n-1" }));
    expect(first).toContain("upstream_cut");
    expect(first.startsWith(chunkOf("Hel"))).toBe(true);
    world.network.answer(() => inPieces([EVENTS]));
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(first);
    expect(world.network.calls).toHaveLength(1);
  });

  test("what was never sent may be tried again", async () => {
    const { ask } = start();
    world.network.answer(() => Promise.reject(Object.assign(new Error("no"), { code: "ECONNREFUSED" })));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "upstream_unreachable" });
    expect(await kept()).toEqual([]);
    const slow = await addKey({ requestsPerMinute: 1 });
    world.network.answer(() => inPieces([EVENTS]));
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(EVENTS);

    await textOf(ask(STREAM, { as: slow }));
    expect(await refusalOf(ask(STREAM, { as: slow, name: "n-2" }))).toMatchObject({ code: "rate_limited" });
    expect(await textOf(ask(STREAM, { as: { ...slow, requestsPerMinute: null }, name: "n-2" }))).toBe(EVENTS);
    // Given again it is no request of the minute.
    expect(await textOf(ask(STREAM, { as: slow, name: "n-2" }))).toBe(EVENTS);
  });
});
