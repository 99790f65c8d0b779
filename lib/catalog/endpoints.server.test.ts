import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import type { Database } from "@/lib/db/client.server";
import { endpointSample } from "@/lib/db/schema/catalog";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { createCatalog } from "./catalog.server";
import { createEndpoints } from "./endpoints.server";
import { createPolicyBook } from "./policies.server";

const START = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = 60_000;
const body = (...providers: unknown[]) => JSON.stringify({ data: { id: "acme/one", endpoints: providers } });
const at = (name: string, prompt = "0.000001") => ({ provider_name: name, tag: name, pricing: { prompt } });

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let time = START;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    time = START;
    await database.db.delete(endpointSample);
  });

  function setUp(answer: (id: string) => string | Promise<string> = () => body(at("Groq"))) {
    const upstream = { answer, asked: [] as string[] };
    const now = () => new Date(time);
    const rows = [{ id: "acme/one" }, { id: "~acme/latest", alias_target: { slug: "acme/one" } }];
    const catalog = createCatalog({
      db: database.db,
      upstream: "x",
      fetchRows: async () => ({ data: rows }),
      now,
    });
    const policies = createPolicyBook({
      fetchProviders: async () => ({ data: [{ name: "Groq", headquarters: "US" }] }),
      fetchZeroRetention: async () => ({
        data: [{ model_id: "acme/one", provider_name: "Groq", tag: "Groq" }],
      }),
      now,
    });
    const endpoints = createEndpoints({
      ...{ db: database.db, upstream: "x", catalog, policies, now },
      fetchEndpoints: async (author, slug) => {
        upstream.asked.push(`${author}/${slug}`);
        return upstream.answer(`${author}/${slug}`);
      },
    });
    return { endpoints, upstream };
  }

  const down = () => {
    throw new AppError("upstream_unreachable");
  };
  const stored = () => database.db.$count(endpointSample);

  test("they are fetched once for all who look within five minutes, and sampled", async () => {
    const { endpoints, upstream } = setUp();
    const [first, second] = await Promise.all([endpoints.of("acme/one"), endpoints.of("acme/one")]);
    time += 5 * MINUTE - 1;
    expect([await endpoints.of("acme/one"), second]).toEqual([first, first]);
    expect(first).toMatchObject({
      model: "acme/one",
      endpoints: [
        {
          provider: "Groq",
          prices: { prompt: "0.000001" },
          policy: { headquarters: "US", zeroRetention: true },
        },
      ],
      fetchedAt: new Date(START),
      failure: null,
      unreadable: 0,
    });
    expect([upstream.asked, await stored()]).toEqual([["acme/one"], 1]);
    time += 1;
    upstream.answer = () => body(at("Groq", "0.000002"), null);
    expect(await endpoints.of("acme/one")).toMatchObject({
      endpoints: [{ prices: { prompt: "0.000002" } }],
      unreadable: 1,
    });
    expect(await stored()).toBe(2);
  });

  test("aliases and dynamic variants have the endpoints of their model", async () => {
    const { endpoints, upstream } = setUp();
    for (const id of ["~acme/latest", "acme/one:nitro", "acme/one"])
      expect((await endpoints.of(id)).model).toBe("acme/one");
    expect(upstream.asked).toEqual(["acme/one"]);
  });

  test("another instance's sample is taken over instead of fetched", async () => {
    await setUp().endpoints.of("acme/one");
    time += MINUTE;
    const other = setUp();
    expect((await other.endpoints.of("acme/one")).fetchedAt).toEqual(new Date(START));
    expect(other.upstream.asked).toEqual([]);
  });

  test.each<[string, () => string]>([
    ["upstream_unreachable", down],
    ["upstream_garbled", () => '{"data":{"endpoints":null}}'],
  ])(
    "%s: the last good sample is shown with its age and the reason, and the upstream is left alone for a moment",
    async (code, answer) => {
      const { endpoints, upstream } = setUp();
      await endpoints.of("acme/one");
      upstream.answer = answer;
      time += 60 * MINUTE;
      for (let look = 0; look < 2; look++)
        expect(await endpoints.of("acme/one")).toMatchObject({
          endpoints: [{ provider: "Groq" }],
          fetchedAt: new Date(START),
          failure: { code, by: "openrouter" },
        });
      expect(upstream.asked).toHaveLength(2);
      time += 15_000;
      upstream.answer = () => body(at("Groq"), at("Cerebras"));
      expect(await endpoints.of("acme/one")).toMatchObject({ endpoints: [{}, {}], failure: null });
    },
  );

  test("after a restart the stored sample serves the same end", async () => {
    await setUp().endpoints.of("acme/one");
    time += 60 * MINUTE;
    expect(await setUp(down).endpoints.of("acme/one")).toMatchObject({
      endpoints: [{}],
      failure: { code: "upstream_unreachable" },
    });
  });

  test("without any sample the failure is an error, and the next try a new one", async () => {
    const { endpoints, upstream } = setUp(down);
    await expect(endpoints.of("acme/one")).rejects.toMatchObject({ code: "upstream_unreachable" });
    upstream.answer = () => body(at("Groq"));
    expect((await endpoints.of("acme/one")).endpoints).toHaveLength(1);
  });

  test("a model that the upstream does not know is not found, unless it was known once", async () => {
    const unknown = () => {
      throw new AppError("no_endpoints");
    };
    await expect(setUp(unknown).endpoints.of("acme/never")).rejects.toMatchObject({ code: "not_found" });
    await setUp().endpoints.of("acme/one");
    time += 60 * MINUTE;
    expect(await setUp(unknown).endpoints.of("acme/one")).toMatchObject({
      endpoints: [{}],
      failure: { code: "not_found", message: "OpenRouter lists no providers of this model." },
    });
  });

  test("samples older than a quarter of a year go", async () => {
    const { endpoints } = setUp();
    await endpoints.of("acme/one");
    time += 89 * 24 * 60 * MINUTE;
    await endpoints.of("acme/one");
    time += 2 * 24 * 60 * MINUTE;
    await endpoints.of("acme/one");
    expect(await stored()).toBe(2);
  });

  test("text that the database cannot hold is mended", async () => {
    const { endpoints } = setUp(() => body({ ...at("Groq"), note: "\0 \ud83d" }));
    await endpoints.of("acme/one");
    expect(await stored()).toBe(1);
  });

  test("endpoints are shown although they cannot be stored", async () => {
    const { upstream } = setUp();
    const now = () => new Date(time);
    const broken = new Proxy(database.db, {
      get: () => () => {
        throw new Error("down");
      },
    });
    const logged: string[] = [];
    const catalog = createCatalog({ db: broken, upstream: "x", fetchRows: async () => ({ data: [] }), now });
    const policies = createPolicyBook({
      fetchProviders: async () => down(),
      fetchZeroRetention: async () => down(),
      now,
    });
    const endpoints = createEndpoints({
      ...{ db: broken, upstream: "x", catalog, policies, now },
      fetchEndpoints: async () => upstream.answer("acme/one"),
      log: (message) => logged.push(message),
    });
    expect(await endpoints.of("acme/one")).toMatchObject({
      endpoints: [{ provider: "Groq", policy: { zeroRetention: null } }],
    });
    expect(logged).toEqual([
      "the stored endpoints of a model could not be read",
      "the endpoints of a model could not be stored",
    ]);
  });
});
