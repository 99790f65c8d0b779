import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { generation, hold } from "@/lib/db/schema/ledger";
import { member, memberRate } from "@/lib/db/schema/team";
import { readRecording } from "@/lib/openrouter/testing.server";
import { type Limits, NO_LIMITS } from "@/lib/team/limits";
import { DIALECTS } from "./dialects/dialects";
import { head, openWire, type Received, readAll, serveRaw, type Wire, whole } from "./wire/testing.server";

let reply: (request: Received) => void = () => {};
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

beforeAll(async () => {
  upstream = await serveRaw((request) => reply(request));
  wire = await openWire({ url: upstream.url });
}, 60_000);
afterEach(async () => {
  for (const { socket } of upstream.received.splice(0)) socket.destroy();
  await wire.runner.idle();
  await limitMember({});
  await wire.db.delete(memberRate);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const STREAM = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }], stream: true };
const answering = ({ socket }: Received) => void socket.end(whole(readRecording("plain")));
const silent = ({ socket }: Received) => void socket.write(head("chunked", { "X-Generation-Id": "gen-1" }));
/** All that a call leaves behind. */
const traces = async () => [
  upstream.received.length,
  (await wire.db.select().from(generation)).length,
  (await wire.db.select().from(hold)).length,
];
const refusalOf = (asked: Promise<unknown>): Promise<AppError> =>
  asked.then(
    () => Promise.reject(new Error("it was not refused")),
    (error: AppError) => error,
  );

const limitMember = (limits: Partial<Limits>) => wire.db.update(member).set({ ...NO_LIMITS, ...limits });

test("beyond its requests per minute a key is told when to come back; nothing is sent or held", async () => {
  reply = answering;
  const as = await wire.addKey(null, { requestsPerMinute: 2 });
  for (let time = 0; time < 2; time++) await readAll(await wire.complete(STREAM, { as }));
  const before = await traces();
  const refused = await refusalOf(wire.complete(STREAM, { as }));
  expect(refused).toMatchObject({ code: "rate_limited", status: 429, message: /2 requests per minute/ });
  expect(refused.details.retryAfter).toBeGreaterThan(0);
  expect(refused.details.retryAfter).toBeLessThanOrEqual(30);
  for (const { formatError } of DIALECTS)
    expect(formatError(refused.failure)).toMatchObject({
      error: { message: refused.message, metadata: { retry_after_seconds: refused.details.retryAfter } },
    });
  expect(await traces()).toEqual(before);
  await readAll(await wire.complete(STREAM));
});

test("no more of a key run at once than it may, and what is refused for that is no request of the minute", async () => {
  reply = silent;
  const as = await wire.addKey(null, { requestsPerMinute: 3, maxConcurrent: 2 });
  const asked = await Promise.allSettled([1, 2, 3, 4, 5].map(() => wire.complete(STREAM, { as })));
  const refused = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toHaveLength(3);
  for (const error of refused)
    expect(error).toMatchObject({
      code: "too_many_streams",
      details: { retryAfter: 1 },
      message: /2 requests/,
    });
  expect(upstream.received).toHaveLength(2);
  for (const one of asked)
    if (one.status === "fulfilled" && "cancel" in one.value.body) await one.value.body.cancel();
  await wire.runner.idle();
  reply = answering;
  await readAll(await wire.complete(STREAM, { as }));
});

test("what runs on another instance counts, until its lease is over", async () => {
  reply = answering;
  const as = await wire.addKey(null, { maxConcurrent: 1 });
  const elsewhere = {
    ...{ id: newId(), account: "test", memberId: as.memberId, keyId: as.id, source: "gateway" as const },
    ...{ models: ["acme/demo"], state: "running" as const, leaseOwner: "elsewhere", startedAt: new Date() },
  };
  await wire.db.insert(generation).values({ ...elsewhere, leaseUntil: new Date(Date.now() + 60_000) });
  const before = await traces();
  expect(await refusalOf(wire.complete(STREAM, { as }))).toMatchObject({ code: "too_many_streams" });
  expect(await traces()).toEqual(before);
  await wire.db.update(generation).set({ leaseUntil: new Date(Date.now() - 1) });
  await readAll(await wire.complete(STREAM, { as }));
});

test("who owes tokens waits, whatever the request that used them was", async () => {
  reply = answering;
  const as = await wire.addKey(null, { tokensPerMinute: 1 });
  await readAll(await wire.complete(STREAM, { as }));
  await wire.runner.idle();
  const before = await traces();
  const refused = await refusalOf(wire.complete(STREAM, { as }));
  expect(refused).toMatchObject({ code: "rate_limited", status: 429 });
  expect(refused.message).toBe("This key may use 1 token per minute, and has. Nothing was sent.");
  expect(refused.details.limit).toEqual({ of: "key", name: "tokensPerMinute", most: 1 });
  // Of 22 tokens one was free.
  expect(refused.details.retryAfter).toBeGreaterThan(20 * 60);
  expect(refused.details.retryAfter).toBeLessThanOrEqual(21 * 60);
  expect(await traces()).toEqual(before);
  await readAll(await wire.complete(STREAM));
});

test("a member's requests are those of all keys and of the playground", async () => {
  reply = answering;
  await limitMember({ requestsPerMinute: 3 });
  const [one, other] = [await wire.addKey(), await wire.addKey()];
  await readAll(await wire.complete(STREAM, { as: one }));
  await readAll(await wire.complete(STREAM, { as: other }));
  await wire.ask("Hi");
  await wire.runner.idle();
  const before = await traces();
  for (const ask of [
    () => wire.complete(STREAM, { as: one }),
    () => wire.complete(STREAM, { as: other }),
    () => wire.ask("Hi"),
  ]) {
    const refused = await refusalOf(ask());
    expect(refused.code).toBe("rate_limited");
    expect(refused.message).toMatch(/^This member may make 3 requests per minute, with all of their keys/);
    expect(refused.details.limit).toEqual({ of: "member", name: "requestsPerMinute", most: 3 });
    expect(refused.details.retryAfter).toBeGreaterThan(0);
    expect(refused.details.retryAfter).toBeLessThanOrEqual(20);
  }
  expect(await traces()).toEqual(before);
});

test("no more of a member run at once than may, with whatever key they came and in the playground", async () => {
  reply = silent;
  await limitMember({ maxConcurrent: 2 });
  const keys = await Promise.all([1, 2, 3, 4].map(() => wire.addKey()));
  const asked = await Promise.allSettled(keys.map((as) => wire.complete(STREAM, { as })));
  const refused = asked.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toHaveLength(2);
  const before = await traces();
  for (const error of [...refused, await refusalOf(wire.ask("Hi"))]) {
    expect(error.code).toBe("too_many_streams");
    expect(error.message).toMatch(/^This member may run 2 requests at once, with all of their keys/);
    const limit = { of: "member", name: "maxConcurrent", most: 2 };
    expect(error.details).toEqual({ retryAfter: 1, limit });
  }
  expect(await traces()).toEqual(before);
  for (const one of asked)
    if (one.status === "fulfilled" && "cancel" in one.value.body) await one.value.body.cancel();
  await wire.runner.idle();
  reply = answering;
  await wire.ask("Hi");
  await wire.runner.idle();
  expect(upstream.received).toHaveLength(3);
});

test("a member who owes tokens waits in the playground, too", async () => {
  reply = answering;
  await limitMember({ tokensPerMinute: 1 });
  const as = await wire.addKey();
  await wire.ask("Hi");
  await wire.runner.idle();
  for (const ask of [() => wire.complete(STREAM, { as }), () => wire.ask("Hi")]) {
    const refused = await refusalOf(ask());
    expect(refused.code).toBe("rate_limited");
    expect(refused.details.limit).toEqual({ of: "member", name: "tokensPerMinute", most: 1 });
  }
  expect(upstream.received).toHaveLength(1);
});
