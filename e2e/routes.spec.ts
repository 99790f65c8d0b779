import { expect } from "./fixtures";
import { complete, createKey, says, test } from "./gateway";
import { billOf, confirmed, ended, readGeneration, startChat } from "./ledger";
import { unique } from "./playground";

const [FIRST, SECOND] = ["cohere/command-a", "inception/mercury-2"] as const;

const send = (url: string, path: string, body: object, method = "POST"): Promise<Response> =>
  fetch(`${url}/api/routes${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

/** A published route over a chain of two models. */
async function createRoute(url: string, more: object = {}) {
  const name = unique("support").replaceAll(/[^a-z0-9]+/g, "-");
  const spec = { arms: [{ name: "main", share: 100, models: [FIRST, SECOND] }], ...more };
  expect((await send(url, "", { name, spec })).status).toBe(201);
  const publish = async (revision: number) =>
    expect((await send(url, `/${name}/versions`, { revision, note: "First" })).status).toBe(201);
  await publish(1);
  return { name, spec, publish };
}

test("a program asks for a route: its chain is tried, its settings are sent, and the record says so", async ({
  patchbay,
  sandbox,
  tap,
}) => {
  const { url } = patchbay;
  const { name, spec, publish } = await createRoute(url, {
    parameters: { temperature: 0.25 },
    locked: ["top_p"],
  });
  const { key } = await createKey(patchbay);
  const ask = (model: string) =>
    complete(patchbay, key, { model, messages: says("What is 6 * 7?"), top_p: 0.5, x_own: 1 });

  await sandbox.setFault(FIRST, "status", { code: "502" }, 1);
  const response = await ask(`route/${name}`);
  expect(await response.json()).toMatchObject({ model: expect.stringContaining(SECOND) });
  expect(response.headers.get("x-patchbay-route")).toBe(`${name}@1; arm=main`);
  expect(response.headers.get("x-patchbay-changed")).toBe("model, models, temperature, top_p");
  const sent: unknown = JSON.parse(tap.completions.at(-1)?.body ?? "");
  expect(sent).toEqual({
    ...{ model: FIRST, models: [SECOND], messages: says("What is 6 * 7?"), temperature: 0.25, x_own: 1 },
  });
  const { id } = await confirmed(patchbay, response.headers.get("x-patchbay-generation") ?? "");
  const generation = await readGeneration(patchbay, id);
  expect(generation).toMatchObject({ models: [FIRST, SECOND], route: { name, version: 1, arm: "main" } });
  expect(generation.cost).toBe((await billOf(sandbox, generation.upstreamId))?.cost);

  // What is published next is what the next request gets; a version stays what it was.
  const changed = { ...spec, arms: [{ name: "main", share: 100, models: [SECOND] }] };
  expect((await send(url, `/${name}/draft`, { spec: changed, revision: 1 }, "PUT")).status).toBe(200);
  await publish(2);
  await ask(`route/${name}`);
  expect(JSON.parse(tap.completions.at(-1)?.body ?? "")).not.toHaveProperty("models");
  await ask(`route/${name}@1`);
  expect(JSON.parse(tap.completions.at(-1)?.body ?? "")).toMatchObject({ model: FIRST });

  // Who gets an error is told as well which route and arm it came from.
  await sandbox.setFault(FIRST, "status", { code: "502" }, 1);
  await sandbox.setFault(SECOND, "status", { code: "502" }, 1);
  const failed = await ask(`route/${name}@1`);
  expect(failed.status).toBe(502);
  expect(failed.headers.get("x-patchbay-route")).toBe(`${name}@1; arm=main`);
  const refused = await complete(patchbay, key, { model: `route/${name}`, messages: "none" });
  expect(refused.status).toBe(400);
  expect(refused.headers.get("x-patchbay-route")).toBe(`${name}@2; arm=main`);

  const lost = await ask(`route/${name}x`);
  expect(lost.status).toBe(404);
  expect(lost.headers.has("x-patchbay-route")).toBe(false);
  expect(await lost.text()).toContain(`route/${name}`);
});

test("a route answers in the playground as a model does, and an alias leads to it", async ({ patchbay }) => {
  const { url } = patchbay;
  const { name } = await createRoute(url, { system: "Be brief." });
  const alias = `${name}-default`;
  expect((await send(url, `/aliases/${alias}`, { route: name }, "PUT")).status).toBe(200);
  const { generations } = await startChat(patchbay, {
    message: "What is 6 * 7?",
    panes: [{ model: `route/${alias}` }],
  });
  const id = generations[0]?.generationId ?? "";
  expect(await ended(patchbay, id)).toMatchObject({ state: "finished", models: [FIRST, SECOND] });
  expect(await readGeneration(patchbay, id)).toMatchObject({ route: { name, version: 1 } });
});
