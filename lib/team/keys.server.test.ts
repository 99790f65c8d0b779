import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encode } from "zod/mini";
import { newId } from "@/lib/core/ids";
import type { Database, Db } from "@/lib/db/client.server";
import { member, virtualKey } from "@/lib/db/schema/team";
import { openTestDatabase, TEST_ENGINES } from "@/lib/db/testing.server";
import { hintOf } from "./key";
import {
  authenticateKey,
  changeKey,
  createKey,
  listKeys,
  noteUse,
  revokeKey,
  rotateKey,
} from "./keys.server";
import { CreatedKey, KeyList } from "./keys-api";
import { KeyRequest } from "./keys-request";
import { digestOf, refusal } from "./testing.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);
const PLAIN = KeyRequest.parse({ name: "Support bot" });

describe.each(TEST_ENGINES)("on %s", (engine) => {
  const [ada, bob] = [newId(), newId()];
  let database: Database;
  let db: Db;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    db = database.db;
    await db.insert(member).values([
      { id: ada, role: "owner", name: "Ada" },
      { id: bob, role: "member", name: "Bob" },
    ]);
  });
  afterAll(() => database.close());

  /** Everything that is stored of keys, as text. */
  async function dump(): Promise<string> {
    const rows = await db.select({ row: sql<string>`row_to_json(virtual_key)::text` }).from(virtualKey);
    return rows.map(({ row }) => row).join("\n");
  }

  test("of a key only its digest is kept, and what is shown of it", async () => {
    const created = await createKey(db, ada, PLAIN, NOW);
    const rotated = await rotateKey(db, ada, created.id);
    const stored = await dump();
    expect(stored).toContain(digestOf(rotated.key));
    expect(stored).not.toContain(digestOf(created.key));
    for (const { key } of [created, rotated]) {
      const forms = [
        key,
        key.slice(6),
        Buffer.from(key).toString("hex"),
        Buffer.from(key).toString("base64"),
      ];
      for (const form of forms) {
        for (let at = 0; at + 12 <= form.length; at++) {
          const piece = form.slice(at, at + 12);
          // The first fourteen characters are the key's public name.
          if (hintOf(key).prefix.includes(piece)) continue;
          expect(stored).not.toContain(piece);
        }
      }
    }
  });

  test("a key comes with its creation and never again", async () => {
    const created = await createKey(db, ada, PLAIN, NOW);
    expect(encode(CreatedKey, created)).toMatchObject({ name: "Support bot", environment: "development" });
    const listed = (await listKeys(db, ada)).find(({ id }) => id === created.id);
    const { key, ...rest } = created;
    expect(listed).toEqual(rest);
    expect({ prefix: created.prefix, lastFour: created.lastFour }).toEqual(hintOf(key));
    const wire = JSON.stringify(encode(KeyList, { keys: await listKeys(db, ada), mayManageAll: false }));
    expect(wire).not.toContain(key.slice(14, 30));
    expect(wire).not.toContain(digestOf(key));
    expect(JSON.stringify(await changeKey(db, ada, created.id, { name: "Other" }, NOW))).not.toContain(
      digestOf(key),
    );
  });

  test("it speaks for its member until it is revoked", async () => {
    const created = await createKey(db, ada, { ...PLAIN, models: ["acme/a"] }, NOW);
    expect(await authenticateKey(db, created.key, NOW)).toMatchObject({
      id: created.id,
      memberId: ada,
      models: ["acme/a"],
    });
    await revokeKey(db, ada, created.id, later(1));
    expect(await refusal(authenticateKey(db, created.key, later(1)), created.key)).toBe("invalid_key");
    // Nothing wakes it again.
    expect(await refusal(rotateKey(db, ada, created.id))).toBe("not_found");
    expect(await refusal(changeKey(db, ada, created.id, { expiresAt: null }, NOW))).toBe("not_found");
    expect(await refusal(revokeKey(db, ada, created.id, later(2)))).toBe("not_found");
    const listed = (await listKeys(db, ada)).find(({ id }) => id === created.id);
    expect(listed?.revokedAt).toEqual(later(1));
  });

  test("revoking wins whatever happens at the same moment", async () => {
    const { id, key } = await createKey(db, ada, PLAIN, NOW);
    const holder = await authenticateKey(db, key, NOW);
    const [rotated] = await Promise.allSettled([
      rotateKey(db, ada, id),
      revokeKey(db, ada, id, NOW),
      changeKey(db, ada, id, { name: "Changed" }, NOW),
      noteUse(db, holder, NOW),
    ]);
    const keys = [key, ...(rotated.status === "fulfilled" ? [rotated.value.key] : [])];
    for (const one of keys) expect(await refusal(authenticateKey(db, one, NOW))).toBe("invalid_key");
  });

  test("rotating ends the old secret at once and keeps the rest", async () => {
    const created = await createKey(db, ada, { ...PLAIN, models: ["acme/a"], expiresAt: later(1_000) }, NOW);
    const rotated = await rotateKey(db, ada, created.id);
    expect(rotated.key).not.toBe(created.key);
    expect(await refusal(authenticateKey(db, created.key, NOW), created.key)).toBe("invalid_key");
    expect((await authenticateKey(db, rotated.key, NOW)).id).toBe(created.id);
    const { key: _old, prefix: _prefix, lastFour: _lastFour, ...rest } = created;
    expect(rotated).toMatchObject(rest);
  });

  test("it expires at the very instant, and can be given more time", async () => {
    const { id, key } = await createKey(db, ada, { ...PLAIN, expiresAt: later(1_000) }, NOW);
    expect((await authenticateKey(db, key, later(999))).id).toBe(id);
    expect(await refusal(authenticateKey(db, key, later(1_000)), key)).toBe("invalid_key");
    await changeKey(db, ada, id, { expiresAt: later(5_000) }, NOW);
    expect((await authenticateKey(db, key, later(1_000))).id).toBe(id);
    for (const past of [NOW, later(-1)]) {
      expect(await refusal(createKey(db, ada, { ...PLAIN, expiresAt: past }, NOW))).toBe("invalid_request");
    }
  });

  test("changing leaves alone what is not named, and naming nothing is a mistake", async () => {
    const { id } = await createKey(db, ada, { ...PLAIN, models: ["acme/a"], expiresAt: later(1_000) }, NOW);
    expect(await changeKey(db, ada, id, { name: "Other" }, NOW)).toMatchObject({
      name: "Other",
      models: ["acme/a"],
      expiresAt: later(1_000),
    });
    expect(await changeKey(db, ada, id, { models: null, expiresAt: null }, NOW)).toMatchObject({
      name: "Other",
      models: null,
      expiresAt: null,
    });
    expect(await refusal(changeKey(db, ada, id, {}, NOW))).toBe("invalid_request");
    expect(await refusal(changeKey(db, ada, id, { expiresAt: NOW }, NOW))).toBe("invalid_request");
  });

  test("another member's key does not exist", async () => {
    const { id, key } = await createKey(db, ada, PLAIN, NOW);
    expect(await listKeys(db, bob)).toEqual([]);
    expect(await refusal(rotateKey(db, bob, id))).toBe("not_found");
    expect(await refusal(changeKey(db, bob, id, { name: "Mine" }, NOW))).toBe("not_found");
    expect(await refusal(revokeKey(db, bob, id, NOW))).toBe("not_found");
    expect(await refusal(revokeKey(db, ada, newId(), NOW))).toBe("not_found");
    expect((await authenticateKey(db, key, NOW)).memberId).toBe(ada);
  });
});
