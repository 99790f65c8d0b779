import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { generation, hold } from "@/lib/db/schema/ledger";
import { readRecording } from "@/lib/openrouter/testing.server";
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
