import { expect, test } from "vitest";
import { createSandbox } from "./sandbox";
import { syntheticRows } from "./synthetic";
import { ask, bodyOf, get } from "./testing";

const HAIKU = "anthropic/claude-haiku-4.5";

const control = (sandbox: ReturnType<typeof setUp>, method: string, body?: object) =>
  bodyOf(
    sandbox.handle(
      new Request("http://sandbox.invalid/__sandbox/catalog", {
        method,
        ...(body && { body: JSON.stringify(body) }),
      }),
    ),
  );
const setUp = () => createSandbox({ seed: 1, speed: 0, generationDelayMs: 0, control: true });
const rowsOf = async (sandbox: ReturnType<typeof setUp>): Promise<Record<string, unknown>[]> =>
  (await bodyOf(get(sandbox, "/models"))).data;
const find = async (sandbox: ReturnType<typeof setUp>, id: string) =>
  (await rowsOf(sandbox)).find((row) => row.id === id);

test("a patch lays fields over a row, and null takes one away", async () => {
  const sandbox = setUp();
  const before = await find(sandbox, HAIKU);
  const change = { pricing: { prompt: "0.0000015", input_cache_read: null }, expiration_date: "2027-01-31" };
  await control(sandbox, "PUT", { patch: { [HAIKU]: change } });
  const after = await find(sandbox, HAIKU);
  expect(after).toMatchObject({
    name: before?.name,
    expiration_date: "2027-01-31",
    pricing: { prompt: "0.0000015" },
  });
  expect(after?.pricing).not.toHaveProperty("input_cache_read");
  expect(after?.pricing).toHaveProperty("completion");
});

test("who pays, pays the patched price", async () => {
  const sandbox = setUp();
  const cost = async () => (await bodyOf(ask(sandbox, { model: HAIKU, max_tokens: 5 }))).usage.cost;
  const before = await cost();
  await control(sandbox, "PUT", { patch: { [HAIKU]: { pricing: { prompt: "1", completion: "1" } } } });
  expect(await cost()).toBeGreaterThan(before * 1000);
});

test("a dropped row is neither listed nor found, and comes back", async () => {
  const sandbox = setUp();
  await control(sandbox, "PUT", { drop: [HAIKU] });
  expect(await find(sandbox, HAIKU)).toBeUndefined();
  expect((await ask(sandbox, { model: HAIKU })).status).toBe(400);
  expect((await get(sandbox, `/models/${HAIKU}/endpoints`)).status).toBe(404);
  await control(sandbox, "DELETE");
  expect(await find(sandbox, HAIKU)).toBeDefined();
});

test("added rows are listed as they are, and dropped again", async () => {
  const sandbox = setUp();
  await control(sandbox, "PUT", { add: [{ id: "acme/new", pricing: "odd" }, null] });
  expect(await rowsOf(sandbox)).toContainEqual({ id: "acme/new", pricing: "odd" });
  await control(sandbox, "PUT", { drop: ["acme/new"] });
  expect(await rowsOf(sandbox)).not.toContainEqual({ id: "acme/new", pricing: "odd" });
});

test("the list can be filled up to any size", async () => {
  const sandbox = setUp();
  expect(await control(sandbox, "PUT", { size: 700 })).toEqual({ data: { models: 700 } });
  expect((await bodyOf(get(sandbox, "/models?output_modalities=all"))).data).toHaveLength(700);
  await control(sandbox, "PUT", { size: 700 });
  expect((await bodyOf(get(sandbox, "/models?output_modalities=all"))).data).toHaveLength(700);
});

test("synthetic rows have an id each", () => {
  const ids = syntheticRows(700).map(({ id }) => id);
  expect(new Set(ids).size).toBe(700);
});
