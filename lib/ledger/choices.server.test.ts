import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Failure } from "@/lib/core/failure";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { generation } from "@/lib/db/schema/ledger";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { choiceShape } from "./choice-request";
import { dimensionValue, fitsChoices } from "./choices.server";
import { type Choice, type Choices, DIMENSIONS, type Dimension, formatChoice } from "./dimensions";

const [ada, bob, production, staging, route] = Array.from({ length: 5 }, () => newId());
const failure = (code: string) =>
  ({ code, by: "provider", message: "", remedy: "none" }) as unknown as Failure;

/** Three generations by name: with one value of everything, with another, with as little as there can be. */
const ROWS = {
  one: {
    id: newId(),
    models: ["acme/asked", "acme/next"],
    model: "acme/one",
    provider: "Acme",
    memberId: ada,
    keyId: production,
    routeId: route,
    source: "gateway",
    tags: ["nightly", "it's"],
    finishReason: "stop",
    failure: failure("rate_limited"),
  },
  two: {
    id: newId(),
    models: ["other/two"],
    model: null,
    provider: "Other",
    memberId: bob,
    keyId: staging,
    routeId: newId(),
    source: "suite",
    tags: ["nightly", "eval"],
    finishReason: "length",
    failure: failure("timeout"),
  },
  bare: { id: newId(), models: ["acme/one"], memberId: ada, source: "playground" },
} as const;
type Name = keyof typeof ROWS;

/** One fell back or did not: of these there are no two values. */
const NAMED = DIMENSIONS.filter((dimension) => dimension !== "fallback");

/** Per dimension: a value that only `one` has, the same of `two`; null where `bare` has none. */
const VALUES: Record<Exclude<Dimension, "fallback">, { one: string; two: string; bare: string | null }> = {
  model: { one: "acme/one", two: "other/two", bare: "acme/one" },
  author: { one: "acme", two: "other", bare: "acme" },
  provider: { one: "Acme", two: "Other", bare: null },
  member: { one: ada ?? "", two: bob ?? "", bare: ada ?? "" },
  key: { one: production ?? "", two: staging ?? "", bare: null },
  environment: { one: "production", two: "staging", bare: null },
  route: { one: route ?? "", two: ROWS.two.routeId, bare: null },
  source: { one: "gateway", two: "suite", bare: "playground" },
  tag: { one: "it's", two: "eval", bare: null },
  finish: { one: "stop", two: "length", bare: null },
  error: { one: "rate_limited", two: "timeout", bare: null },
};

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const { db } = database;
    await db.insert(member).values([
      { id: ada ?? "", role: "owner", name: "Ada" },
      { id: bob ?? "", role: "member", name: "Bob" },
    ]);
    const key = { memberId: ada ?? "", name: "k", prefix: "pb", lastFour: "abcd", createdAt: new Date() };
    await db.insert(virtualKey).values([
      { ...key, id: production ?? "", environment: "production", digest: "1" },
      { ...key, id: staging ?? "", environment: "staging", digest: "2" },
    ]);
    const common = { account: "sandbox", state: "finished", startedAt: new Date() } as const;
    for (const row of Object.values(ROWS))
      await db.insert(generation).values({ ...common, ...row, models: [...row.models] } as never);
  });
  afterAll(() => database.close());

  async function found(choices: Choices): Promise<Name[]> {
    const rows = await database.db.select({ id: generation.id }).from(generation).where(fitsChoices(choices));
    const ids = rows.map(({ id }) => id);
    return (["one", "two", "bare"] as const).filter((name) => ids.includes(ROWS[name].id));
  }

  describe.each(NAMED)("%s", (dimension) => {
    const { one, two, bare } = VALUES[dimension];
    const by = (choice: Choice) => found({ [dimension]: choice });
    const withOne: Name[] = bare === one ? ["one", "bare"] : ["one"];
    const others = (names: Name[]) =>
      (["one", "two", "bare"] as const).filter((name) => !names.includes(name));

    test("one value, several, and all but these", async () => {
      expect(await by({ exclude: false, values: [one] })).toEqual(withOne);
      expect(await by({ exclude: true, values: [one] })).toEqual(others(withOne));
      expect(await by({ exclude: false, values: [one, two] })).toEqual([
        ...new Set(["one", "two", ...withOne]),
      ]);
      expect(await by({ exclude: true, values: [one, two] })).toEqual(
        others(["one", "two", ...withOne] as Name[]),
      );
    });

    test("no value at all, alone and beside others", async () => {
      const none: Name[] = bare === null ? ["bare"] : [];
      expect(await by({ exclude: false, values: [null] })).toEqual(none);
      expect(await by({ exclude: true, values: [null] })).toEqual(others(none));
      expect(await by({ exclude: false, values: [two, null] })).toEqual(["two", ...none]);
      expect(await by({ exclude: true, values: [two, null] })).toEqual(others(["two", ...none]));
    });

    test("what nothing has", async () => {
      for (const odd of ["nothing", "", "'; drop table entry", "{a,b}", "%"]) {
        expect(await by({ exclude: false, values: [odd] })).toEqual([]);
        expect(await by({ exclude: true, values: [odd] })).toEqual(["one", "two", "bare"]);
      }
      expect(await by({ exclude: false, values: [] })).toEqual([]);
      expect(await by({ exclude: true, values: [] })).toEqual(["one", "two", "bare"]);
    });
  });

  test("what many share, and choices together", async () => {
    expect(await found({ tag: { exclude: false, values: ["nightly"] } })).toEqual(["one", "two"]);
    expect(await found({ tag: { exclude: true, values: ["nightly"] } })).toEqual(["bare"]);
    expect(
      await found({
        tag: { exclude: false, values: ["nightly"] },
        provider: { exclude: true, values: ["Acme"] },
      }),
    ).toEqual(["two"]);
    expect(await found({})).toEqual(["one", "two", "bare"]);
  });

  test("those that another model answered than was asked for first, and all others", async () => {
    const by = (exclude: boolean, ...values: (string | null)[]) => found({ fallback: { exclude, values } });
    expect(await by(false, "taken")).toEqual(["one"]);
    expect(await by(true, "taken")).toEqual(["two", "bare"]);
    expect(await by(false, null)).toEqual(["two", "bare"]);
    expect(await by(true, null)).toEqual(["one"]);
    expect(await by(false, "nothing")).toEqual([]);
    expect(await by(false, "taken", null)).toEqual(["one", "two", "bare"]);
  });

  test("the value to group by is the one that a filter finds", async () => {
    const [row] = await database.db
      .select(dimensionValue)
      .from(generation)
      .where(fitsChoices({ source: { exclude: false, values: ["gateway"] } }));
    const { tag: _several, ...single } = VALUES;
    const expected = Object.entries(single).map(([name, { one }]) => [name, one]);
    expect(row).toEqual({ ...Object.fromEntries(expected), fallback: "taken" });
  });
});

test("a request's choices are read, and values that no database holds are refused", () => {
  const Query = z.strictObject(choiceShape);
  const choice: Choice = { exclude: true, values: ["openai/gpt-4.1", null] };
  expect(Query.parse({ model: formatChoice(choice) }).model).toEqual(choice);
  for (const bad of ["a%00b", "\ud800", "100%", Array.from({ length: 201 }, (_, at) => at).join(",")])
    expect(Query.safeParse({ tag: bad }).success, bad).toBe(false);
});
