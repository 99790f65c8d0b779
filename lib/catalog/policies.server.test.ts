import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { createPolicyBook } from "./policies.server";

const MINUTE = 60_000;

function setUp() {
  const world = { time: Date.parse("2026-11-20T12:00:00Z"), down: false, asked: 0, headquarters: "US" };
  const book = createPolicyBook({
    fetchProviders: async () => {
      world.asked += 1;
      if (world.down) throw new AppError("upstream_unreachable");
      return { data: [{ name: "Groq", headquarters: world.headquarters }] };
    },
    fetchZeroRetention: async () => ({ data: [] }),
    now: () => new Date(world.time),
  });
  const home = async () => (await book.current()).policies.providers.get("Groq")?.headquarters;
  return { world, book, home };
}

test("policies are fetched once an hour, and the old ones are shown meanwhile", async () => {
  const { world, book, home } = setUp();
  expect(await Promise.all([home(), home()])).toEqual(["US", "US"]);
  world.time += 60 * MINUTE - 1;
  await home();
  expect(world.asked).toBe(1);
  world.time += 1;
  world.headquarters = "FI";
  expect(await home()).toBe("US");
  await expect.poll(home).toBe("FI");
  expect((await book.current()).fetchedAt).toEqual(new Date(world.time));
});

test("a failure is told, keeps what was known, and is not repeated at once", async () => {
  const { world, book, home } = setUp();
  world.down = true;
  expect(await book.current()).toMatchObject({ fetchedAt: null, failure: { code: "upstream_unreachable" } });
  await book.current();
  expect(world.asked).toBe(1);
  world.down = false;
  world.time += MINUTE;
  expect(await home()).toBe("US");
  world.down = true;
  world.time += 60 * MINUTE;
  await home();
  await expect.poll(async () => (await book.current()).failure?.code).toBe("upstream_unreachable");
  expect(await home()).toBe("US");
});

test("who looks first does not wait for an upstream that takes its time", async () => {
  let answer = (_body: unknown) => {};
  const book = createPolicyBook({
    fetchProviders: () => new Promise((resolve) => (answer = resolve)),
    fetchZeroRetention: async () => ({ data: [] }),
    now: () => new Date(),
  });
  expect(await book.current()).toMatchObject({ fetchedAt: null, failure: null });
  answer({ data: [] });
  await expect.poll(async () => (await book.current()).fetchedAt).not.toBeNull();
});
