import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { routeRequest } from "./resolve.server";
import {
  archiveRoute,
  createRoute,
  listRoutes,
  loadRoute,
  publishRoute,
  removeAlias,
  saveDraft,
  setAlias,
} from "./routes.server";
import { RouteSpec } from "./spec-request";

const at = (minutes: number) => new Date(Date.parse("2026-11-20T12:00:00.000Z") + minutes * 60_000);
const specOf = (model: string, more: object = {}) =>
  RouteSpec.parse({ arms: [{ name: "main", share: 100, models: [model] }], ...more });
const NOBODY = { session: null, user: null, key: null };
const BODY = { messages: [{ role: "user", content: "Hi" }] };

describe.each(TEST_ENGINES)("on %s", (engine) => {
  let database: Database;
  let db: Db;
  let memberId: string;
  let count = 0;
  let name: string;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    memberId = await addMember(db);
  });
  afterAll(() => database.close());
  beforeEach(() => {
    count += 1;
    name = `route-${count}`;
  });

  const create = (model = "acme/one") => createRoute(db, { name, spec: specOf(model) }, at(0));
  const publish = (revision: number, note = "") =>
    publishRoute(db, memberId, name, { revision, note }, at(revision));
  const restore = (restores: number, revision: number) =>
    publishRoute(db, memberId, name, { restores, revision, note: "" }, at(9));
  const ask = (model: string) => routeRequest(db, model, BODY, NOBODY, "once");
  const modelOf = async (model: string) => (await ask(model)).body.model;

  test("a draft with what no engine stores is kept without it", async () => {
    const spec = specOf("acme/one", { system: "a\0b", parameters: { stop: ["\ud83d"] } });
    const kept = { system: "a\ufffdb", parameters: { stop: ["\ufffd"] } };
    expect((await createRoute(db, { name, spec }, at(0))).draft).toMatchObject(kept);
    expect((await saveDraft(db, name, { spec, revision: 1 }, at(1))).draft).toMatchObject(kept);
  });

  test("a draft is nobody's business until it is published", async () => {
    await create();
    await expect(ask(`route/${name}`)).rejects.toMatchObject({
      code: "unknown_route",
      message: `The route ${name} has not been published yet.`,
    });
    const published = await publish(1, "First");
    expect(published).toMatchObject({
      publishedVersion: 1,
      versions: [{ version: 1, note: "First", restores: null, createdAt: at(1), spec: specOf("acme/one") }],
    });
    await saveDraft(db, name, { spec: specOf("acme/two"), revision: 1 }, at(2));
    expect(await modelOf(`route/${name}`)).toBe("acme/one");
    await publish(2);
    expect(await modelOf(`route/${name}`)).toBe("acme/two");
    expect(await modelOf(`route/${name}@1`)).toBe("acme/one");
    expect((await ask(`route/${name}`)).record).toEqual({
      routeId: published.id,
      routeVersion: 2,
      routeArm: "main",
    });
  });

  test("an earlier version comes back as a new one, and the draft with it", async () => {
    await create();
    await publish(1);
    await saveDraft(db, name, { spec: specOf("acme/two"), revision: 1 }, at(2));
    await publish(2);
    const back = await restore(1, 2);
    expect(back).toMatchObject({ publishedVersion: 3, revision: 3, draft: specOf("acme/one") });
    expect(back.versions.map(({ version, restores }) => [version, restores])).toEqual([
      [3, 1],
      [2, null],
      [1, null],
    ]);
    expect(await modelOf(`route/${name}`)).toBe("acme/one");
    await expect(restore(7, 3)).rejects.toMatchObject({ code: "not_found" });
    const { routes } = await listRoutes(db);
    expect(routes.find((route) => route.name === name)).toMatchObject({
      ...{ publishedVersion: 3, spec: specOf("acme/one") },
    });
  });

  test("a draft that somebody saved meanwhile is not lost to a version that comes back", async () => {
    await create();
    await publish(1);
    await saveDraft(db, name, { spec: specOf("acme/theirs"), revision: 1 }, at(2));
    await expect(restore(1, 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await loadRoute(db, name)).toMatchObject({
      ...{ draft: specOf("acme/theirs"), publishedVersion: 1, revision: 2 },
    });
  });

  test("a list shows what is published, and the draft of what is not", async () => {
    await create("acme/draft");
    const listed = async () => (await listRoutes(db)).routes.find((route) => route.name === name)?.spec;
    expect(await listed()).toEqual(specOf("acme/draft"));
    await publish(1);
    await saveDraft(db, name, { spec: specOf("acme/later"), revision: 1 }, at(2));
    expect(await listed()).toEqual(specOf("acme/draft"));
  });

  test("of two who change a draft, the second hears of the first", async () => {
    await create();
    const save = (model: string) => saveDraft(db, name, { spec: specOf(model), revision: 1 }, at(1));
    const ends = await Promise.allSettled([save("acme/a"), save("acme/b"), save("acme/c")]);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "conflict" });
    await expect(publish(1)).rejects.toMatchObject({ code: "conflict" });
    expect(await publish(2)).toMatchObject({ publishedVersion: 1 });
  });

  test("of many who publish at once each makes a version", async () => {
    await create();
    await Promise.all(Array.from({ length: 6 }, () => publish(1)));
    const { versions, publishedVersion } = await loadRoute(db, name);
    expect(versions.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(publishedVersion).toBe(6);
  });

  test("an alias leads on, and elsewhere when it is turned", async () => {
    await create();
    await publish(1);
    const other = `${name}-other`;
    await createRoute(db, { name: other, spec: specOf("acme/other") }, at(0));
    await publishRoute(db, memberId, other, { revision: 1, note: "" }, at(1));
    const alias = `fast-${count}`;
    expect(await setAlias(db, memberId, { alias, target: name }, at(2))).toMatchObject({ aliases: [alias] });
    expect(await modelOf(`route/${alias}`)).toBe("acme/one");
    await expect(ask(`route/${alias}@1`)).rejects.toMatchObject({
      code: "unknown_route",
      message: `A version is of a route, not of an alias: route/${alias} is another name for route/${name}.`,
    });
    await setAlias(db, memberId, { alias, target: other }, at(3));
    expect(await modelOf(`route/${alias}`)).toBe("acme/other");
    const { routes } = await listRoutes(db);
    expect(routes.find((route) => route.name === other)).toMatchObject({ aliases: [alias] });
    await removeAlias(db, alias);
    await expect(ask(`route/${alias}`)).rejects.toMatchObject({ code: "unknown_route" });
  });

  test("a name is one thing: a route or an alias", async () => {
    await create();
    await setAlias(db, memberId, { alias: `cheap-${count}`, target: name }, at(1));
    const spec = specOf("acme/one");
    for (const taken of [name, `cheap-${count}`])
      await expect(createRoute(db, { name: taken, spec }, at(1))).rejects.toMatchObject({ code: "conflict" });
    await expect(setAlias(db, memberId, { alias: name, target: name }, at(1))).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("who asks for what is not there is told what there is", async () => {
    await create();
    await publish(1);
    await expect(ask(`route/${name}@2`)).rejects.toMatchObject({
      message: `The route ${name} has no version 2; the newest is 1.`,
    });
    await expect(ask(`route/x${name}`)).rejects.toMatchObject({
      message: expect.stringContaining(`Closest: route/${name}`),
    });
    await expect(ask("route/Not A Name")).rejects.toMatchObject({ code: "unknown_route" });
    await setAlias(db, memberId, { alias: `${name}-too`, target: name }, at(2));
    await archiveRoute(db, name, true, at(2));
    for (const asked of [name, `${name}-too`])
      await expect(ask(`route/${asked}`)).rejects.toMatchObject({
        message: `The route ${name} is archived.`,
      });
    await expect(ask(`route/x${name}-too`)).rejects.toMatchObject({
      message: expect.not.stringContaining(`route/${name}-too`),
    });
    await archiveRoute(db, name, false, at(3));
    expect(await modelOf(`route/${name}`)).toBe("acme/one");
  });
});
