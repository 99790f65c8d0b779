import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogModel } from "@/lib/catalog/testing";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { revokeKey } from "@/lib/team/keys.server";
import { chunk, head, openWire, readAll, serveRaw, type Wire } from "./wire/testing.server";

let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

const EVENT = 'data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"Once"}}]}\n\n';

beforeAll(async () => {
  // It begins to answer, and never ends.
  upstream = await serveRaw(
    ({ socket }) => void socket.write(`${head("chunked")}${chunk(Buffer.from(EVENT))}`),
  );
  wire = await openWire({ url: upstream.url, idleTimeout: 15_000, models: [catalogModel("acme/demo")] });
}, 60_000);
afterAll(async () => {
  for (const { socket } of upstream.received) socket.destroy();
  await wire.close();
  await upstream.close();
});

test("what runs with a key that is revoked is stopped, and its stream breaks off", async () => {
  const leaked = await wire.addKey();
  const request = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }], stream: true };
  const answer = await wire.complete(request, { as: leaked });
  await revokeKey(wire.db, LOCAL_OWNER.memberId, leaked.id, new Date());
  const { bytes, broke } = await readAll(answer);
  expect([bytes.toString(), broke]).toEqual([EVENT, true]);
  await wire.runner.idle();
  const { row, hold } = await ledgerOf(wire.db, await wire.latest());
  expect([row.state, row.upstreamId, hold.endedAt]).toEqual(["cancelled", "gen-1", null]);
  await expect.poll(() => upstream.received.at(-1)?.socket.destroyed).toBe(true);
});
