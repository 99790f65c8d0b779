import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database, Db } from "@/lib/db/client.server";
import { openTestDatabase } from "@/lib/db/testing.server";
import { addMember } from "@/lib/ledger/testing.server";
import { createRoute, publishRoute } from "@/lib/routes/routes.server";
import { RouteSpec } from "@/lib/routes/spec-request";
import { requireModels } from "./gateway-request";
import { readProgramCall } from "./program-call.server";

describe("a program's request", () => {
  let database: Database;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase();
    db = database.db;
    const memberId = await addMember(db);
    const spec = RouteSpec.parse({
      arms: [
        { name: "a", share: 50, models: ["acme/one", "acme/two"] },
        { name: "b", share: 50, models: ["acme/three"] },
      ],
      stickyBy: "user",
      parameters: { temperature: 0.5 },
    });
    for (const [name, stickyBy] of [
      ["split", "user"],
      ["by-session", "session"],
    ] as const) {
      await createRoute(db, { name, spec: { ...spec, stickyBy } }, new Date());
      await publishRoute(db, memberId, name, { revision: 1, note: "" }, new Date());
    }
  });
  afterAll(() => database.close());

  const read = (text: string, session: string | null = null) =>
    readProgramCall(db, { text, value: JSON.parse(text), keyId: "key", tags: null, session });
  const messages = '"messages":[{"role":"user","content":"Hi"}]';

  test("that names a model is passed on as it came", async () => {
    const text = `{ "model":"acme/one", ${messages}, "x": 12345678901234567890.10 }`;
    expect(await read(text)).toMatchObject({ body: text, route: null, request: { models: ["acme/one"] } });
  });

  test("that names a route is what the route makes of it, to the last digit", async () => {
    const text = `{"model":"route/split",${messages},"user":"u1","x":12345678901234567890.10,"y":1e400}`;
    const { body, request, route } = await read(text);
    expect(body).toContain('"x":12345678901234567890.10,"y":1e400');
    expect(request.models).toEqual(
      route?.record.routeArm === "a" ? ["acme/one", "acme/two"] : ["acme/three"],
    );
    expect(request.parameters).toMatchObject({ temperature: 0.5 });
    expect((await read(text)).route?.record).toEqual(route?.record);
  });

  test("is drawn by what the route sticks to", async () => {
    const arms = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const { route } = await read(`{"model":"route/split",${messages},"user":"u${index}"}`);
        return route?.record.routeArm;
      }),
    );
    expect(new Set(arms)).toEqual(new Set(["a", "b"]));
  });

  test("sticks to no session that has no name", async () => {
    const arms = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const { route } = await read(`{"model":"route/by-session",${messages}}`, "");
        return route?.record.routeArm;
      }),
    );
    expect(new Set(arms)).toEqual(new Set(["a", "b"]));
  });

  test("cannot name fallbacks beside a route, or a route as one", async () => {
    for (const models of [
      '"model":"route/split","models":["acme/one"]',
      '"model":"acme/one","models":["route/split"]',
      '"model":"route/split","fallbacks":["acme/one"]',
      '"model":"acme/one","fallbacks":["route/split"]',
      '"model":"acme/one","fallbacks":[{"model":"route/split"}]',
    ])
      await expect(read(`{${models},${messages}}`)).rejects.toMatchObject({ code: "invalid_request" });
  });

  test("that is refused after its route has chosen still tells of the route", async () => {
    const heard: unknown[] = [];
    const asked = (body: object) =>
      readProgramCall(db, {
        ...{ text: JSON.stringify(body), value: body, keyId: "key", tags: null, session: null },
        onRoute: ({ name, record }) => heard.push([name, record.routeVersion]),
      });
    await expect(asked({ model: "route/split", messages: "none" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    expect(heard).toEqual([["split", 1]]);
    await expect(asked({ model: "route/none", messages: [] })).rejects.toMatchObject({
      code: "unknown_route",
    });
    await asked({ model: "acme/one", messages: [{ role: "user", content: "Hi" }] });
    expect(heard).toHaveLength(1);
  });

  test("may lead wherever it likes for a key that may use it", async () => {
    const { request, route } = await read(`{"model":"route/split",${messages},"user":"u1"}`);
    expect(() => requireModels(request, ["acme/nine"], route?.name)).toThrow(/may not use/);
    expect(() => requireModels(request, ["route/split"], route?.name)).not.toThrow();
    expect(() => requireModels(request, ["route/other"], route?.name)).toThrow(/may not use/);
    expect(() =>
      requireModels({ ...request, otherModels: ["@preset/x"] }, ["route/split"], route?.name),
    ).toThrow();
  });
});
