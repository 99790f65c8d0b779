import { expect } from "./fixtures";
import { bytesOf, complete, createKey, says, test } from "./gateway";
import { listGenerations, readBill, requestsFor } from "./ledger";

const MODEL = "cohere/command-a";
const named = (name: string) => ({ headers: { "idempotency-key": name } });

for (const stream of [false, true])
  test(`a request sent again is made and paid for once, ${stream ? "as a stream" : "in one piece"}`, async ({
    patchbay,
    sandbox,
  }) => {
    const { id, key } = await createKey(patchbay);
    const question = `What is a hotspot? ${stream}`;
    const body = { model: MODEL, stream, messages: says(question) };
    const before = (await readBill(sandbox)).length;
    const first = await complete(patchbay, key, body, named("one"));
    expect(first.status).toBe(200);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const bytes = await bytesOf(first);
    for (let time = 0; time < 2; time++) {
      const again = await complete(patchbay, key, body, named("one"));
      expect(again.status).toBe(200);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      for (const name of ["content-type", "x-generation-id", "x-patchbay-generation"])
        expect(again.headers.get(name)).toBe(first.headers.get(name));
      expect((await bytesOf(again)).equals(bytes)).toBe(true);
    }
    expect(await requestsFor(sandbox, question)).toHaveLength(1);
    expect((await readBill(sandbox)).length).toBe(before + 1);
    expect(await listGenerations(patchbay, `key=${id}`)).toHaveLength(1);

    const other = await complete(patchbay, key, { ...body, temperature: 0 }, named("one"));
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({
      error: { code: 422, metadata: { patchbay_code: "idempotency_key_reused", failed_by: "patchbay" } },
    });
    expect(await requestsFor(sandbox, question)).toHaveLength(1);
    const fresh = await complete(patchbay, key, body, named("two"));
    await fresh.text();
    expect(await requestsFor(sandbox, question)).toHaveLength(2);
  });

test("a caller who lost their line gets the answer that was read on for them", async ({
  patchbay,
  sandbox,
}) => {
  const { id, key } = await createKey(patchbay);
  const question = "What is a rift?";
  const body = { model: MODEL, stream: true, messages: says(question) };
  const before = (await readBill(sandbox)).length;
  // Long enough to be asked for again meanwhile, also on a slow machine.
  await sandbox.setFault(MODEL, "slow", { ms: 4_000 }, 1);
  const leaving = new AbortController();
  const first = complete(patchbay, key, body, { ...named("one"), signal: leaving.signal });
  first.catch(() => {});
  await expect.poll(() => requestsFor(sandbox, question)).toHaveLength(1);
  const meanwhile = await complete(patchbay, key, body, named("one"));
  expect(meanwhile.status).toBe(409);
  expect(Number(meanwhile.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await meanwhile.json()).toMatchObject({
    error: { metadata: { patchbay_code: "request_running", failed_by: "patchbay" } },
  });
  leaving.abort();
  const again = () => complete(patchbay, key, body, named("one"));
  await expect.poll(async () => (await again()).status, { timeout: 30_000 }).toBe(200);
  const after = await again();
  expect(after.headers.get("idempotent-replayed")).toBe("true");
  expect(await after.text()).toContain("data: [DONE]");
  expect(await requestsFor(sandbox, question)).toHaveLength(1);
  expect((await readBill(sandbox)).length).toBe(before + 1);
  expect(await listGenerations(patchbay, `key=${id}`)).toHaveLength(1);
});
