import { afterAll, beforeAll, expect, test } from "vitest";
import { createBudget, listBudgets } from "@/lib/budgets/budgets.server";
import { aBudget } from "@/lib/budgets/testing.server";
import { catalogModel } from "@/lib/catalog/testing";
import type { AppError } from "@/lib/core/errors";
import { formatDecimal } from "@/lib/core/money";
import { generation } from "@/lib/db/schema/ledger";
import { readRecording } from "@/lib/openrouter/testing.server";
import { LOCAL_OWNER } from "@/lib/team/actor";
import { CHAT, COMPLETIONS, MESSAGES, RESPONSES } from "./dialects/dialects";
import { formatError } from "./gateway-error";
import { openWire, readAll, serveRaw, type Wire, whole } from "./wire/testing.server";

let upstream: Awaited<ReturnType<typeof serveRaw>>;
let wire: Wire;

beforeAll(async () => {
  upstream = await serveRaw(({ socket }) => void socket.end(whole(readRecording("plain"))));
  wire = await openWire({ url: upstream.url, models: [catalogModel("acme/demo")] });
}, 60_000);
afterAll(async () => {
  await wire.close();
  await upstream.close();
});

const STREAM = { model: "acme/demo", messages: [{ role: "user", content: "Hi" }], stream: true };
const now = () => new Date();
const limit = (id: string, dollars: string) =>
  createBudget(wire.db, LOCAL_OWNER, aBudget({ scope: { type: "key", id }, limit: dollars }), {
    account: "test",
    now: now(),
  });
const sent = () => JSON.parse(upstream.received.at(-1)?.body ?? "null");

test("without a budget the body is sent as it came; under one that another instance made it gets its limits", async () => {
  await readAll(await wire.complete(STREAM));
  expect(upstream.received.at(-1)?.body).toBe(JSON.stringify(STREAM));
  // What this instance knows of budgets is a moment old by now.
  await limit(wire.holder.id, "1");
  await readAll(await wire.complete(STREAM));
  expect(sent()).toEqual({
    ...STREAM,
    max_tokens: 2_000,
    provider: { max_price: { prompt: "1", completion: "2", request: "0" } },
  });
  await wire.runner.idle();
  const { budgets } = await listBudgets(wire.db, LOCAL_OWNER, { account: "test", now: now() });
  expect(budgets.map(({ held }) => formatDecimal(held))).toEqual(["0"]);
});

test("what does not fit is refused before anything is sent or on record, with all figures for programs", async () => {
  const as = await wire.addKey();
  const { id } = await limit(as.id, "0.004");
  const before = [upstream.received.length, (await wire.db.select().from(generation)).length];
  const refused = await wire.complete({ ...STREAM, max_tokens: 3_000 }, { as }).then(
    () => null,
    (error: AppError) => error,
  );
  expect([upstream.received.length, (await wire.db.select().from(generation)).length]).toEqual(before);
  expect(refused && formatError(refused.failure)).toMatchObject({
    error: {
      code: 402,
      message: expect.stringContaining("The monthly budget of key “test” does not cover this."),
      metadata: {
        patchbay_code: "budget_exceeded",
        failed_by: "patchbay",
        budget: {
          id,
          scope: { type: "key", id: as.id, name: "test" },
          limit: "0.004",
          spent: "0",
          held: "0",
        },
      },
    },
  });
  await readAll(await wire.complete({ ...STREAM, max_tokens: 10 }, { as }));
});

test("what has no bound is refused with the reason", async () => {
  const as = await wire.addKey();
  await limit(as.id, "100");
  await expect(wire.complete({ ...STREAM, plugins: [{ id: "web" }] }, { as })).rejects.toMatchObject({
    code: "budget_unbounded",
    message: expect.stringContaining("plugins"),
  });
});

const SAID = { messages: STREAM.messages };

test.each([
  [CHAT, SAID, "max_output_tokens", "max_tokens"],
  [COMPLETIONS, { prompt: "Hi" }, "max_completion_tokens", "max_tokens"],
  [RESPONSES, { input: "Hi" }, "max_tokens", "max_output_tokens"],
  [MESSAGES, SAID, "max_output_tokens", "max_tokens"],
])("$path: a limit by another API's name limits nothing", async (dialect, content, foreign, own) => {
  const as = await wire.addKey();
  await limit(as.id, "100");
  const asked = { model: "acme/demo", stream: true, ...content, [foreign]: 1 };
  await readAll(await wire.complete(asked, { as, dialect }));
  expect(sent()).toMatchObject({ [foreign]: 1, [own]: 2_000 });
});
