import { describe, expect, test } from "vitest";
import { recoverAbandoned } from "@/lib/chat/recover.server";
import { billOf, chunkOf, createBody, eventStream } from "@/lib/chat/testing.server";
import { eventually } from "@/lib/core/testing";
import { idempotency } from "@/lib/db/schema/team";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import {
  answerOf,
  EVENTS,
  inOne,
  inPieces,
  PIECES,
  refusalOf,
  STREAM,
  setUp,
  textOf,
  WHOLE,
} from "./testing-asked-again";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = setUp(engine);
  const { start, ledger } = world;

  /** Asks for a stream, reads of it, and leaves. */
  async function readAndLeave(ask: ReturnType<typeof start>["ask"], first: string) {
    const body = createBody();
    world.network.answer(() => eventStream(body.stream));
    const reader = (await ask(STREAM, { name: "n-1" })).body?.getReader();
    body.push(first);
    await reader?.read();
    await reader?.cancel();
    return body;
  }

  test("a stream whose caller lost their line is read on, and given to who asks again", async () => {
    const { ask, runner } = start();
    const body = await readAndLeave(ask, chunkOf("Hel"));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    for (const piece of PIECES) body.push(piece);
    // Its last event lacks its end: who asks again gets it as its first caller would have.
    body.push(billOf(0.25).trimEnd());
    body.close();
    await runner.idle();
    const again = await ask(STREAM, { name: "n-1" });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.text()).toBe(chunkOf("Hel") + PIECES.join("") + billOf(0.25));
    expect(world.network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test.each([
    ["a stream", STREAM, () => inPieces([EVENTS]), EVENTS],
    ["an answer in one piece", WHOLE, () => inOne(answerOf("Hello")), answerOf("Hello")],
  ])("%s whose caller left before it began is kept as well", async (_, body, script, said) => {
    let reply = (_: Response) => {};
    const replied = new Promise<Response>((resolve) => (reply = resolve));
    world.network.answer(() => replied);
    const { ask, runner } = start();
    const leaving = new AbortController();
    const first = ask(body, { name: "n-1", signal: leaving.signal });
    await eventually(() => expect(world.network.calls).toHaveLength(1));
    leaving.abort();
    reply(script());
    await first;
    await runner.idle();
    expect(await textOf(ask(body, { name: "n-1" }))).toBe(said);
    expect(world.network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("who left has no answer that was stopped, nor one that nobody can be given", async () => {
    const { ask, runner } = start();
    const stopped = await readAndLeave(ask, chunkOf("Hel"));
    runner.stop(runner.keeper.ids());
    await runner.idle();
    expect(stopped.state.cancelled).toBe(true);
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({
      code: "answer_cancelled",
      status: 410,
    });
    await world.database.db.delete(idempotency);
    const long = await readAndLeave(ask, chunkOf("Hel"));
    long.push(chunkOf("x".repeat(1_048_577)));
    await runner.idle();
    expect(long.state.cancelled).toBe(true);
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "answer_too_large" });
    expect(world.network.calls).toHaveLength(2);
  });

  test("a caller who comes back is not kept waiting for what a process that ends had to give up", async () => {
    const { ask, runner } = start();
    const body = await readAndLeave(ask, chunkOf("Hel"));
    await runner.close(0);
    expect(body.state.cancelled).toBe(true);
    const said = await textOf(start().ask(STREAM, { name: "n-1" }));
    expect(said.startsWith(chunkOf("Hel"))).toBe(true);
    expect(said).toContain("interrupted");
  });

  test("what a process left behind when it died ends as it is recovered", async () => {
    const body = createBody();
    world.network.answer(() => eventStream(body.stream));
    const [dying, other] = [start(), start()];
    const first = await dying.ask(STREAM, { name: "n-1" });
    const read = first.text().catch(() => "broke");
    expect(await refusalOf(other.ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    const lease = other.runner.lease();
    await recoverAbandoned(world.database.db, lease, new Date(Date.now() + 60_000), { everything: true });
    const again = await refusalOf(other.ask(STREAM, { name: "n-1" }));
    expect(again).toMatchObject({ code: "interrupted", status: 500 });
    // The one that was taken for dead says no more in this.
    await dying.runner.close(0);
    await read;
    expect(await refusalOf(other.ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "interrupted" });
    expect(world.network.calls).toHaveLength(1);
  });
});
