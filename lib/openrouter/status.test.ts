import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { parseUsd } from "@/lib/core/money";
import { createStatus } from "./status.server";

type Answers = { key?: () => unknown; credits?: () => unknown };

const KEY = { data: { label: "sk-or-v1-abc...123", limit: null, limit_remaining: null } };
const CREDITS = { data: { total_credits: 10, total_usage: 4 } };
const refuse = (error: unknown) => () => {
  throw error;
};

function setUp(answers: Answers = {}) {
  const upstream = { key: () => KEY as unknown, credits: () => CREDITS as unknown, ...answers, asked: 0 };
  let time = Date.parse("2026-11-20T12:00:00Z");
  const status = createStatus({
    mode: "live",
    version: "1.2.3",
    getKey: async () => {
      upstream.asked += 1;
      return upstream.key();
    },
    getCredits: async () => upstream.credits(),
    now: () => new Date(time),
  });
  const pass = (ms: number) => {
    time += ms;
  };
  return { status, upstream, pass };
}

test("tells the key's facts and the balance", async () => {
  const { status } = setUp();
  const answer = await status();
  expect(answer).toMatchObject({ mode: "live", version: "1.2.3", balance: parseUsd("6"), failure: null });
  expect(answer.purchased).toBe(parseUsd("10"));
  expect(answer.key?.label).toBe("sk-or-v1-abc...123");
});

test("is asked once a minute, and once by many at a time", async () => {
  const { status, upstream, pass } = setUp();
  await Promise.all([status(), status(), status()]);
  pass(59_999);
  await status();
  expect(upstream.asked).toBe(1);
  pass(1);
  await status();
  expect(upstream.asked).toBe(2);
});

test("a failure is looked at again sooner", async () => {
  const { status, upstream, pass } = setUp({
    key: refuse(new AppError("upstream_key", { upstreamStatus: 401 })),
  });
  expect(await status()).toMatchObject({ key: null, failure: { code: "upstream_key", by: "openrouter" } });
  upstream.key = () => KEY;
  pass(9_999);
  expect((await status()).failure?.code).toBe("upstream_key");
  pass(1);
  expect(await status()).toMatchObject({ key: { label: "sk-or-v1-abc...123" }, failure: null });
});

test("an ordinary key that may not see the credits works all the same", async () => {
  const { status } = setUp({ credits: refuse(new AppError("upstream_forbidden")) });
  expect(await status()).toMatchObject({
    key: { limit: null },
    balance: null,
    purchased: null,
    failure: null,
  });
});

test("an overdrawn account is a failure beside the key's facts", async () => {
  const { status } = setUp({ credits: () => ({ data: { total_credits: 5, total_usage: 5.01 } }) });
  const answer = await status();
  expect(answer.failure?.code).toBe("insufficient_credits");
  expect(answer.key).not.toBeNull();
  expect(answer.balance).toBe(parseUsd("-0.01"));
});

test("a balance of exactly zero still serves free models", async () => {
  const { status } = setUp({ credits: () => ({ data: { total_credits: 5, total_usage: 5 } }) });
  expect((await status()).failure).toBeNull();
});

test("an exhausted limit of the key is named", async () => {
  const { status } = setUp({ key: () => ({ data: { limit: 1, limit_remaining: 0 } }) });
  expect((await status()).failure?.code).toBe("key_limit");
});

test("an answer without a key in it is garbled, a bug is internal; neither throws", async () => {
  expect((await setUp({ key: () => ({ data: null }) }).status()).failure?.code).toBe("upstream_garbled");
  expect((await setUp({ key: refuse(new TypeError("bug")) }).status()).failure?.code).toBe("internal");
});
