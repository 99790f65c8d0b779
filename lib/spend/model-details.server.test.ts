import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { createCatalog } from "@/lib/catalog/catalog.server";
import { ModelDetails } from "@/lib/catalog/details-api";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { catalogSnapshot, goneModel, priceChange } from "@/lib/db/schema/catalog";
import { generation } from "@/lib/db/schema/ledger";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { modelDetails } from "./model-details.server";

const START = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
const UPSTREAM = "https://upstream.example";
const ONE = "acme/one-1";
const minute = (count: number) => new Date(START + count * MINUTE);

const row = (id: string, prompt = "0.000001", more: object = {}) => ({
  id,
  canonical_slug: `${id.split(":")[0]}-20260928`,
  architecture: { input_modalities: ["text"], output_modalities: ["text"] },
  pricing: { prompt, completion: "0.000002" },
  ...more,
});

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let memberId: string;
  let time = START;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    memberId = await addMember(database.db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = START;
    for (const table of [catalogSnapshot, priceChange, goneModel, generation])
      await database.db.delete(table);
  });

  /** The lists as they come in, a minute apart; the answer asks for details after the last. */
  async function afterLists(...lists: unknown[][]) {
    let rows: unknown[] = [];
    const catalog = createCatalog({
      db: database.db,
      upstream: UPSTREAM,
      fetchRows: async () => ({ data: rows }),
      now: () => new Date(time),
    });
    for (const list of lists) {
      time += MINUTE;
      rows = list;
      await catalog.refresh();
    }
    return async (id: string) => {
      const state = await catalog.current();
      const watch = {
        db: database.db,
        upstream: UPSTREAM,
        catalog: state,
        account: "mine",
        now: new Date(time),
      };
      return modelDetails(watch, id);
    };
  }
  const pricesOf = ({ priceHistory }: ModelDetails) =>
    priceHistory.map(({ from, pricing }) => [from, pricing.prices.prompt]);

  test("a listed model: its row, its relatives, what only its own page shows", async () => {
    const benchmarks = { artificial_analysis: { intelligence_index: "56.5", coding_index: null } };
    const details = await afterLists([
      row(ONE, "0.000001", { benchmarks, hugging_face_id: "acme/One-1B" }),
      row(`${ONE}:free`),
      row(`${ONE}:batch`),
      row("~acme/one-latest", "0.000001", {
        canonical_slug: "~acme/one-latest",
        alias_target: { slug: `${ONE}-20260928` },
      }),
      row("acme/other"),
    ]);
    expect(await details(ONE)).toMatchObject({
      ...{ model: { id: ONE }, goneAt: null, nearest: [], changes: [], usage: null },
      ...{ variants: [`${ONE}:free`, `${ONE}:batch`], aliases: ["~acme/one-latest"] },
      benchmarks: { intelligence: 56.5, coding: null, agentic: null },
      huggingFaceId: "acme/One-1B",
      priceHistory: [{ from: null, pricing: { prices: { prompt: "0.000001" } } }],
      ...{ recordedSince: minute(1), fetchedAt: minute(1), usageFrom: new Date(time - 30 * 1440 * MINUTE) },
    });
    for (const id of [`${ONE}:nitro`, `${ONE}-20260928`]) expect((await details(id)).model.id).toBe(ONE);
    expect(await details("acme/other")).toMatchObject({
      benchmarks: null,
      huggingFaceId: null,
      variants: [],
    });
  });

  test("what was never listed is not found", async () => {
    const details = await afterLists([row(ONE)]);
    await expect(details("acme/never")).rejects.toMatchObject({ code: "not_found" });
  });

  test("prices since records began, oldest first, and what they mean", async () => {
    await database.db.insert(generation).values({
      ...{
        id: newId(),
        account: "mine",
        memberId,
        source: "gateway",
        models: [ONE],
        model: ONE,
        state: "finished",
      },
      ...{ startedAt: new Date(START), promptTokens: 1_000_000, completionTokens: 0 },
    });
    const details = await afterLists(
      [row(ONE)],
      [row(ONE, "0.000002")],
      [row(ONE, "0.000002", { expiration_date: "2027-01-31" }), row("acme/one-2")],
      [row(ONE, "0.000003", { expiration_date: "2027-01-31" }), row("acme/one-2", "0.000005")],
    );
    const one = await details(ONE);
    expect(pricesOf(one)).toEqual([
      [null, "0.000001"],
      [minute(2), "0.000002"],
      [minute(4), "0.000003"],
    ]);
    expect(one.changes.map(({ effect }) => effect?.amount ?? null)).toEqual([10n ** 12n, null, 10n ** 12n]);
    expect(one).toMatchObject({ usage: { model: ONE, generations: 1 }, nearest: ["acme/one-2"] });
    // A model that came while changes were recorded has a first price of its own.
    expect(pricesOf(await details("acme/one-2"))).toEqual([
      [minute(3), "0.000001"],
      [minute(4), "0.000005"],
    ]);
  });

  test("a model that is gone is still what it was, with the nearest living ones", async () => {
    const details = await afterLists(
      [row(ONE), row("acme/one-2")],
      [row(ONE, "0.000002")],
      [row("acme/one-2")],
    );
    const one = await details(`${ONE}:online`);
    expect(one).toMatchObject({ model: { id: ONE }, goneAt: minute(3), nearest: ["acme/one-2"] });
    expect(one.changes[0]).toMatchObject({
      isGone: true,
      nearest: "acme/one-2",
      differences: [{ kind: "gone" }],
    });
    expect(pricesOf(one)).toEqual([
      [null, "0.000001"],
      [minute(2), "0.000002"],
    ]);
  });

  test("what is answered fits the wire", async () => {
    const details = await (await afterLists([row(ONE)], [row(ONE, "0.5")]))(ONE);
    const wire: unknown = JSON.parse(JSON.stringify(encode(ModelDetails, details)));
    expect(ModelDetails.parse(wire)).toEqual(details);
  });
});
