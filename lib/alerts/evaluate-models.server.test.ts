import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { priceChange } from "@/lib/db/schema/catalog";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { createKey } from "@/lib/team/keys.server";
import { KeyRequest } from "@/lib/team/keys-request";
import { IN_APP_ID } from "./defaults.server";
import { at, HOUR, MINUTE } from "./testing";
import { addRule } from "./testing.server";
import { aModel, catalogOf, EMBEDDINGS, evaluationOn, UPSTREAM } from "./testing-evaluation.server";

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const world = evaluationOn(engine);
  const { evaluate, alerts, watch, ran } = world;

  test("new prices of models in use since there is the rule, each told once", async () => {
    await watch({ kind: "price_change", createdAt: at(-HOUR) });
    await createKey(
      world.db,
      world.memberId,
      KeyRequest.parse({ name: "CI", models: ["acme/listed"] }),
      at(0),
    );
    await ran({ models: ["acme/used"] }, {}, "acme/used");
    const models = ["acme/used", "acme/listed", "acme/unused"];
    world.catalog = catalogOf(models.map((id) => aModel(id)));
    const price = (prompt: string) => ({ prices: { prompt, completion: "0.000002" }, overrides: [] });
    const change = { kind: "price", before: price("0.000001"), after: price("0.000003") };
    await world.db.insert(priceChange).values(
      [...models.map((model) => ({ model, at: at(0) })), { model: "acme/used", at: at(-2 * HOUR) }].map(
        (row) => ({
          ...{
            ...row,
            id: newId(),
            upstream: UPSTREAM,
            digest: "d",
            kinds: ["price"],
            differences: [change],
          },
        }),
      ),
    );
    expect(await evaluate(2_000)).toBe(2);
    expect((await alerts()).map(({ figures }) => figures.model).toSorted()).toEqual([
      "acme/listed",
      "acme/used",
    ]);
    expect(await evaluate(HOUR)).toBe(0);
    // A week later it is no news, and still not told again.
    await evaluate(8 * 24 * HOUR);
    expect((await alerts()).map(({ state }) => state)).toEqual(["resolved", "resolved"]);
  });

  test("models in use that go away, or are gone; looked at every ten minutes", async () => {
    await watch({ kind: "model_leaving" });
    const listed = { name: "CI", models: ["acme/going", "acme/gone", "acme/later", "route/x"] };
    await createKey(world.db, world.memberId, KeyRequest.parse(listed), at(0));
    const gone = [{ ...aModel("acme/gone"), goneAt: at(0), nearest: "acme/two" }, aModel("acme/unused")];
    const going = aModel("acme/going", { expiresOn: "2026-11-30" });
    world.catalog = catalogOf([going, aModel("acme/later", { expiresOn: "2027-11-30" })], gone);
    expect(await evaluate(2_000)).toBe(2);
    expect((await alerts()).map(({ subject }) => subject).toSorted()).toEqual([
      "gone:acme/gone",
      "leaving:acme/going:2026-11-30",
    ]);
    world.catalog = catalogOf([aModel("acme/gone"), aModel("acme/going")]);
    await evaluate(5 * MINUTE);
    expect((await alerts()).filter(({ state }) => state === "firing")).toHaveLength(2);
    await evaluate(11 * MINUTE);
    expect((await alerts()).filter(({ state }) => state === "firing")).toHaveLength(0);
  });

  test("models for embeddings are watched by a list of their own, and lead to their generations", async () => {
    await watch({ kind: "price_change", createdAt: at(-HOUR) });
    await addRule(world.db, { kind: "model_leaving", channels: [IN_APP_ID] });
    await createKey(
      world.db,
      world.memberId,
      KeyRequest.parse({ name: "CI", models: ["acme/gone-vec"] }),
      at(0),
    );
    await ran({ models: ["acme/vec"] }, {}, "acme/vec-20260101");
    world.catalog = catalogOf([aModel("acme/one")]);
    const vec = aModel("acme/vec", {
      canonicalSlug: "acme/vec-20260101",
      expiresOn: "2026-11-30",
      name: "Vec",
    });
    const gone = { ...aModel("acme/gone-vec"), goneAt: at(0), nearest: "acme/vec" };
    world.embeddings = catalogOf([vec], [gone]);
    const price = (prompt: string) => ({ prices: { prompt, completion: "0" }, overrides: [] });
    await world.db.insert(priceChange).values({
      ...{ id: newId(), upstream: EMBEDDINGS, model: "acme/vec", at: at(0), digest: "d", kinds: ["price"] },
      differences: [{ kind: "price", before: price("0.00000002"), after: price("0.00000005") }],
    });
    expect(await evaluate(2_000)).toBe(3);
    expect((await alerts()).map(({ title, link }) => [title, link]).toSorted()).toEqual([
      ["The price of Vec has changed", "/generations?model=acme%2Fvec"],
      ["Vec is going away", "/generations?model=acme%2Fvec"],
      ["acme/gone-vec is gone", "/generations?model=acme%2Fgone-vec"],
    ]);
    // Where no such list was ever told, the others are watched all the same.
    world.embeddings = { ...catalogOf([]), fetchedAt: null };
    world.catalog = catalogOf([aModel("acme/one", { expiresOn: "2026-11-30" })]);
    await ran({ models: ["acme/one"] }, {}, "acme/one");
    expect(await evaluate(HOUR)).toBe(1);
  });
});
