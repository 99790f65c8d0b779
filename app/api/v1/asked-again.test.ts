import { describe, expect, test } from "vitest";
import { CHAT, DIALECTS, MESSAGES } from "@/lib/chat/dialects/dialects";
import { messagesStream } from "@/lib/chat/dialects/testing";
import { billOf, chunkOf, createBody, DONE, eventStream, finishOf } from "@/lib/chat/testing.server";
import type { AppError } from "@/lib/core/errors";
import { eventually } from "@/lib/core/testing";
import { setting } from "@/lib/db/schema/team";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { removeOldAnswers } from "@/lib/team/kept-answers.server";
import { revokeKey } from "@/lib/team/keys.server";
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

const DAY = 24 * 60 * 60_000;

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = setUp(engine);
  const { start, addKey, ledger, kept, clock, now } = world;

  test.each([
    ["a stream", STREAM, () => inPieces([...PIECES, billOf(0.25) + DONE]), EVENTS],
    ["an answer in one piece", WHOLE, () => inOne(answerOf("Hello ✨")), answerOf("Hello ✨")],
  ])("%s is asked for once, billed once, and given again byte for byte", async (_, body, script, said) => {
    world.network.answer(script);
    const [one, other] = [start(), start()];
    const announced = new Headers({ "x-patchbay-route": "support@3; arm=a" });
    const first = await one.ask(body, { name: "n-1", announced });
    expect(await first.text()).toBe(said);
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    for (const instance of [one, other, other]) {
      const again = await instance.ask(body, { name: "n-1" });
      expect([again.status, await again.text()]).toEqual([200, said]);
      expect(Object.fromEntries(again.headers)).toEqual({
        ...Object.fromEntries(first.headers),
        "idempotent-replayed": "true",
      });
    }
    expect(world.network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("of a stream of Messages the same goes out again, without the mark that did not", async () => {
    world.network.answer(() => inPieces([messagesStream()]));
    const { ask } = start();
    const body = { ...STREAM, max_tokens: 9 };
    const first = await textOf(ask(body, { dialect: MESSAGES, name: "n-1" }));
    expect(first).toMatch(/event: message_stop\ndata: .*\n\n$/);
    expect(await textOf(ask(body, { dialect: MESSAGES, name: "n-1" }))).toBe(first);
    expect(world.network.calls).toHaveLength(1);
  });

  test.each(["gen-\u0000x", "gen-é", "gen 1\r\nx: y"])(
    "an answer whose id %j no header can hold goes out all the same, and again",
    async (id) => {
      const said = answerOf("Hello").replace('"gen-9"', JSON.stringify(id));
      world.network.answer(() => inOne(said));
      const { ask } = start();
      for (let time = 0; time < 2; time++) {
        const response = await ask(WHOLE, { name: "n-1" });
        expect(response.headers.get("x-generation-id")).toBeNull();
        expect([response.status, await response.text()]).toEqual([200, said]);
      }
      expect(await ledger()).toEqual([1, 250_000_000_000n]);
    },
  );

  test("every API keeps its answers to itself", async () => {
    world.network.answer(() => inOne(answerOf("Hello")));
    const { ask } = start();
    for (const dialect of DIALECTS) {
      const body = { model: "acme/demo", messages: WHOLE.messages, input: "Hi", prompt: "Hi", max_tokens: 9 };
      const ended = (name: string) =>
        ask(body, { dialect, name }).then(
          (response) => response.text(),
          (error: AppError) => error.code,
        );
      expect(await ended(dialect.path)).toBe(await ended(dialect.path));
    }
    expect(world.network.calls).toHaveLength(DIALECTS.length);
    expect(await refusalOf(ask(WHOLE, { name: MESSAGES.path }))).toMatchObject({
      code: "idempotency_key_reused",
    });
  });

  test("without a name everything is asked for, and nothing is kept", async () => {
    const { ask } = start();
    for (let time = 0; time < 2; time++) await textOf(ask(STREAM));
    expect(world.network.calls).toHaveLength(2);
    expect(await kept()).toEqual([]);
  });

  test("of many at the same moment, on two instances, one is sent", async () => {
    let reply = (_: Response) => {};
    const replied = new Promise<Response>((resolve) => (reply = resolve));
    world.network.answer(() => replied);
    const both = [start(), start()];
    const asked = Array.from({ length: 8 }, (_, at) => both[at % 2]?.ask(WHOLE, { name: "n-1" }));
    const refused = asked.map((one) => one?.then(() => null).catch((error: AppError) => error));
    await eventually(() => expect(world.network.calls).toHaveLength(1));
    const ends = Promise.allSettled(asked);
    await eventually(async () =>
      expect(
        (await Promise.all(refused.map((one) => Promise.race([one, null])))).filter(Boolean),
      ).toHaveLength(7),
    );
    reply(inOne(answerOf("Hello")));
    for (const end of await ends)
      if (end.status === "rejected")
        expect(end.reason).toMatchObject({
          code: "request_running",
          status: 409,
          details: { retryAfter: 2 },
        });
    for (const { ask } of both) expect(await textOf(ask(WHOLE, { name: "n-1" }))).toBe(answerOf("Hello"));
    expect(world.network.calls).toHaveLength(1);
    expect(await ledger()).toEqual([1, 250_000_000_000n]);
  });

  test("a request that still runs is told so, and so is one that only has its name", async () => {
    const body = createBody();
    world.network.answer(() => eventStream(body.stream));
    const { ask } = start();
    const first = textOf(ask(STREAM, { name: "n-1" }));
    await eventually(() => expect(world.network.calls).toHaveLength(1));
    expect(await refusalOf(ask(STREAM, { name: "n-1" }))).toMatchObject({ code: "request_running" });
    expect(await refusalOf(ask(WHOLE, { name: "n-1" }))).toMatchObject({ code: "idempotency_key_reused" });
    body.push(EVENTS);
    body.close();
    const said = await first;
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(said);
    expect(world.network.calls).toHaveLength(1);
  });

  test("a name is for one body and one path to the byte, and for one key", async () => {
    const { ask } = start();
    const other = await addKey();
    await textOf(ask(STREAM, { name: "n-1" }));
    for (const [body, dialect] of [
      [WHOLE, CHAT],
      [`${JSON.stringify(STREAM)} `, CHAT],
      [STREAM, MESSAGES],
    ] as const)
      expect(await refusalOf(ask(body, { name: "n-1", dialect }))).toMatchObject({
        code: "idempotency_key_reused",
        status: 422,
      });
    expect(world.network.calls).toHaveLength(1);
    await textOf(ask(WHOLE, { name: "n-1", as: other }));
    expect(world.network.calls).toHaveLength(2);
  });

  test.each(["", "two words", "ä", "x".repeat(256)])("a name that is none is refused: %j", async (name) => {
    const { ask } = start();
    expect(await refusalOf(ask(STREAM, { name }))).toMatchObject({ code: "invalid_request" });
    expect(world.network.calls).toHaveLength(0);
    await textOf(ask(STREAM, { name: "x".repeat(255) }));
  });

  test("after a day a name is free again, and its answer is gone", async () => {
    const { ask } = start();
    await textOf(ask(STREAM, { name: "n-1" }));
    clock.ahead = DAY - 60_000;
    await textOf(ask(STREAM, { name: "n-1" }));
    expect(world.network.calls).toHaveLength(1);
    clock.ahead = DAY + 60_000;
    // Also before anybody tidied up.
    await textOf(ask(WHOLE, { name: "n-1" }));
    expect(world.network.calls).toHaveLength(2);
    clock.ahead = 2 * DAY;
    await removeOldAnswers(world.database.db, now());
    expect(await kept()).toHaveLength(1);
    clock.ahead += 2 * 60_000;
    expect(await removeOldAnswers(world.database.db, now())).toBe(1);
    expect(await kept()).toEqual([]);
  });

  test.each([
    ["a stream", STREAM, (long: string) => inPieces([chunkOf(long), finishOf() + billOf(0.25) + DONE])],
    ["an answer in one piece", WHOLE, (long: string) => inOne(answerOf(long))],
  ])("%s that is too large goes out in full and is not kept", async (_, body, script) => {
    const { ask } = start();
    const long = "x".repeat(1_048_577);
    world.network.answer(() => script(long));
    expect(await textOf(ask(body, { name: "n-1" }))).toContain(long);
    expect(await refusalOf(ask(body, { name: "n-1" }))).toMatchObject({
      code: "answer_too_large",
      status: 410,
    });
    expect(world.network.calls).toHaveLength(1);
    expect((await kept())[0]).toMatchObject({ body: null, state: "failed" });
  });

  test("what was made is given again under rules that came later, which are about what is sent", async () => {
    const { ask } = start();
    const said = await textOf(ask(STREAM, { name: "n-1" }));
    const as = { ...world.key, models: ["other/demo"] };
    expect(await textOf(ask(STREAM, { as, name: "n-1" }))).toBe(said);
    expect(await refusalOf(ask(STREAM, { as, name: "n-2" }))).toMatchObject({ code: "model_not_allowed" });
    const updated = { updatedAt: now(), updatedBy: LOCAL_OWNER.memberId };
    await world.database.db.insert(setting).values({ name: "allowedModels", value: ["other/*"], ...updated });
    expect(await textOf(ask(STREAM, { name: "n-1" }))).toBe(said);
    expect(await refusalOf(ask(STREAM, { name: "n-2" }))).toMatchObject({ code: "model_not_allowed" });
    await world.database.db.delete(setting);
    expect(world.network.calls).toHaveLength(1);
    // What was refused took no name.
    expect(await textOf(ask(WHOLE, { name: "n-2" }))).toBe(said);
  });

  test("with its key go its answers", async () => {
    const { ask } = start();
    await textOf(ask(STREAM, { name: "n-1" }));
    expect(await kept()).toHaveLength(1);
    await revokeKey(world.database.db, undefined, world.key.id, now());
    expect(await kept()).toEqual([]);
  });
});
