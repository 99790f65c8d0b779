import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { generation } from "@/lib/db/schema/ledger";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import { openWire, type Received, readAll, serveRaw, type Wire, whole } from "./wire/testing.server";

let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;
const asked: (readonly string[])[] = [];

const reply = ({ socket }: Received) => void socket.end(whole(readRecording("plain")));

beforeAll(async () => {
  upstream = await serveRaw(reply);
  wire = await openWire({
    url: upstream.url,
    maxStreams: 1,
    refuse(models) {
      asked.push(models);
      return models.includes("acme/demo:free") ? new AppError("free_quota_spent", { retryAfter: 60 }) : null;
    },
  });
});
afterEach(async () => {
  for (const { socket } of upstream.received.splice(0)) socket.destroy();
  asked.length = 0;
  await wire.runner.idle();
  expect(wire.errors.splice(0)).toEqual([]);
});
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const FREE = { model: "acme/demo:free", stream: true, messages: [{ role: "user", content: "Hi" }] };

test("a program is refused before anything is sent or on record, and is told when to come back", async () => {
  const before = await wire.db.$count(generation);
  const refused = wire.complete({ ...FREE, models: ["acme/demo:free", "acme/other:free"] });
  await expect(refused).rejects.toMatchObject({ code: "free_quota_spent", details: { retryAfter: 60 } });
  expect(asked).toEqual([["acme/demo:free", "acme/other:free"]]);
  expect(upstream.received).toHaveLength(0);
  expect(await wire.db.$count(generation)).toBe(before);
  // And it does not keep the place that it would have had.
  await readAll(await wire.complete({ ...FREE, model: "acme/demo" }));
  expect(upstream.received).toHaveLength(1);
});

test("in the playground it is how the answer ends, for nothing", async () => {
  const { generationId } = await wire.ask("Hi", "acme/demo:free");
  await wire.runner.idle();
  expect(upstream.received).toHaveLength(0);
  const { row, hold, booked } = await ledgerOf(wire.db, generationId);
  expect(row).toMatchObject({
    ...{ state: "failed", upstreamId: null },
    failure: { code: "free_quota_spent", by: "patchbay", retryAfter: 60 },
  });
  expect([booked, hold.outcome]).toEqual([0n, "released"]);
});
