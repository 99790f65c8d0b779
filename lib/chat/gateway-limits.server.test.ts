import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { generation, hold } from "@/lib/db/schema/ledger";
import { member } from "@/lib/db/schema/team";
import { readRecording } from "@/lib/openrouter/testing.server";
import { type Limits, NO_LIMITS } from "@/lib/team/limits";
import { DIALECTS } from "./dialects/dialects";
import { head, openWire, type Received, readAll, serveRaw, type Wire } from "./wire/testing.server";

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
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const STREAM = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }], stream: true };
const answering = ({ socket }: Received) => void socket.end(head("close") + readRecording("plain"));
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
  expect(refused).toMatchObject({ code: "rate_limited", status: 429, message: /This key .*1 token per minute/ });
  expect(refused.details).toMatchObject({ limit: { of: "key", name: "tokensPerMinute", most: 1 } });
  expect(refused.details.retryAfter).toBeGreaterThan(0);
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
  const limit = { of: "member", name: "requestsPerMinute", most: 3 };
  for (const asked of [wire.complete(STREAM, { as: one }), wire.complete(STREAM, { as: other }), wire.ask("Hi")])
    expect(await refusalOf(asked)).toMatchObject({
      ...{ code: "rate_limited", message: /This member may make 3 requests per minute/ },
      details: { limit, retryAfter: 20 },
    });
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
  for (const error of [...refused, await refusalOf(wire.ask("Hi"))])
    expect(error).toMatchObject({
      ...{ code: "too_many_streams", message: /This member may run 2 requests/ },
      details: { retryAfter: 1, limit: { of: "member", name: "maxConcurrent", most: 2 } },
    });
  expect(await traces()).toEqual(before);
  for (const one of asked)
    if (one.status === "fulfilled" && "cancel" in one.value.body) await one.value.body.cancel();
  await wire.runner.idle();
  await wire.ask("Hi");
  expect(upstream.received).toHaveLength(3);
});

test("a member who owes tokens waits in the playground, too", async () => {
  reply = answering;
  await limitMember({ tokensPerMinute: 1 });
  const as = await wire.addKey();
  await wire.ask("Hi");
  await wire.runner.idle();
  const limit = { of: "member", name: "tokensPerMinute", most: 1 };
  for (const asked of [wire.complete(STREAM, { as }), wire.ask("Hi")])
    expect(await refusalOf(asked)).toMatchObject({ code: "rate_limited", details: { limit } });
  expect(upstream.received).toHaveLength(1);
});
