import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/db/client.server";
import { member } from "@/lib/db/schema/team";
import { openTestDatabase } from "@/lib/db/testing.server";
import { createKeyring } from "./keyring.server";
import { createKey, noteUse, revokeKey } from "./keys.server";
import { KeyRequest } from "./keys-request";
import { refusal } from "./testing.server";

const START = Date.parse("2026-11-20T12:00:00.000Z");
const ada = newId();
let database: Database;
let ms = 0;
const now = () => new Date(START + ms);

beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.insert(member).values({ id: ada, role: "owner", name: "Ada" });
});
afterAll(() => database.close());

const make = (expiresAt: Date | null = null) =>
  createKey(database.db, ada, { ...KeyRequest.parse({ name: "bot" }), expiresAt }, now());

/** A keyring, and how often it asked the database. */
function open() {
  const asked = vi.spyOn(database.db, "select");
  asked.mockClear();
  return { ...createKeyring({ db: database.db, now }), asked };
}

test("a key in constant use is asked for once in a while, also by many at once", async () => {
  const { key, id } = await make();
  const { authenticate, asked } = open();
  const holders = await Promise.all(Array.from({ length: 20 }, () => authenticate(key)));
  ms += 899;
  holders.push(await authenticate(key));
  expect(holders.every((holder) => holder.id === id)).toBe(true);
  expect(asked).toHaveBeenCalledTimes(1);
  ms += 1;
  await authenticate(key);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("a key revoked here is refused at once, one revoked elsewhere within a second", async () => {
  const { key, id } = await make();
  const [here, elsewhere] = [open(), open()];
  await Promise.all([here.authenticate(key), elsewhere.authenticate(key)]);
  await revokeKey(database.db, ada, id, now());
  here.forget();
  expect(await refusal(here.authenticate(key))).toBe("invalid_key");
  ms += 999;
  expect(await refusal(elsewhere.authenticate(key))).toBe("invalid_key");
});

test("a key that runs out is refused from that moment, however fresh it is", async () => {
  const { key } = await make(new Date(now().getTime() + 500));
  const { authenticate } = open();
  await authenticate(key);
  ms += 500;
  expect(await refusal(authenticate(key))).toBe("invalid_key");
});

test("what was refused is asked for every time", async () => {
  const { authenticate, asked } = open();
  const { key } = await make();
  const other = `${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`;
  expect(await refusal(authenticate(other))).toBe("invalid_key");
  expect(await refusal(authenticate(other))).toBe("invalid_key");
  expect(asked).toHaveBeenCalledTimes(2);
  expect(await refusal(authenticate(null))).toBe("invalid_key");
});

test("its use is written down once in ten seconds, also while the same holder is handed out", async () => {
  const { key } = await make();
  const { authenticate } = open();
  const update = vi.spyOn(database.db, "update");
  update.mockClear();
  for (let time = 0; time < 3; time++) await noteUse(database.db, await authenticate(key), now());
  expect(update).toHaveBeenCalledTimes(1);
});
