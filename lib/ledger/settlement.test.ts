import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd, subtract, type Usd, ZERO } from "@/lib/core/money";
import { confirmationOf, nextConfirmation, settlementOf } from "./settlement";
import { anEnding, at, usageOf } from "./testing.server";

const HOUR = 3_600_000;

describe("what is booked when a stream falls silent", () => {
  test("a reported cost, whatever the state, and the hold ends", () => {
    for (const state of ["finished", "failed", "cancelled", "lost"] as const)
      expect(settlementOf(anEnding({ state }))).toEqual({
        cost: parseUsd("0.25"),
        costState: "reported",
        basis: "usage",
        holdOutcome: "booked",
        confirmAt: at(6_000),
      });
  });

  test("an explicit zero is a price like any other", () => {
    expect(settlementOf(anEnding({ usage: usageOf("0") }))).toMatchObject({
      cost: 0n,
      costState: "reported",
      basis: "usage",
      holdOutcome: "booked",
    });
  });

  test("silence is unknown: nothing is booked, the hold stays, and the upstream is asked soon", () => {
    for (const usage of [null, usageOf(null)])
      expect(settlementOf(anEnding({ usage }))).toEqual({
        cost: null,
        costState: null,
        basis: null,
        holdOutcome: null,
        confirmAt: at(2_000),
      });
  });

  test("silence without an id cannot be asked about: it counts as held for an hour, and still nothing is booked", () => {
    expect(settlementOf(anEnding({ usage: null, upstreamId: null }))).toEqual({
      cost: null,
      costState: null,
      basis: null,
      holdOutcome: null,
      confirmAt: at(1_000 + 60 * 60_000),
    });
  });

  test("a refusal costs nothing, for certain", () => {
    for (const upstreamId of ["gen-1", null])
      expect(settlementOf(anEnding({ usage: null, upstreamId, billed: "nothing" }))).toEqual({
        cost: ZERO,
        costState: "confirmed",
        basis: "refusal",
        holdOutcome: "released",
        confirmAt: null,
      });
  });

  test("a bill counts more than a refusal", () => {
    expect(settlementOf(anEnding({ billed: "nothing" })).cost).toBe(parseUsd("0.25"));
  });

  test("a reported cost without an id is final", () => {
    expect(settlementOf(anEnding({ upstreamId: null }))).toMatchObject({
      costState: "reported",
      confirmAt: null,
    });
  });
});

test("whatever was booked, the record's word makes the sum its own", () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 18n }).map((value) => value as Usd);
  fc.assert(
    fc.property(fc.option(amount), amount, (booked, confirmed) => {
      const further = confirmationOf(booked, confirmed);
      if (booked === null) expect(further).toEqual({ kind: "settle", amount: confirmed });
      else if (booked === confirmed) expect(further).toBeNull();
      else expect(further).toEqual({ kind: "adjust", amount: subtract(confirmed, booked) });
    }),
  );
  expect(confirmationOf(null, ZERO)).toEqual({ kind: "settle", amount: ZERO });
  expect(confirmationOf(ZERO, ZERO)).toBeNull();
});

describe("when the upstream is asked again", () => {
  const wait = (tries: number, now = at(0)) => {
    const next = nextConfirmation(at(0), tries, now);
    return next && next.getTime() - now.getTime();
  };

  test("seconds at first, then ever more slowly, never more than half an hour apart", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((tries) => wait(tries))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 1_024_000, 1_800_000,
    ]);
    for (const tries of [12, 100, 10_000, Number.MAX_SAFE_INTEGER]) expect(wait(tries)).toBe(1_800_000);
  });

  test("for a day, and not a moment longer", () => {
    expect(wait(60, at(24 * HOUR))).toBe(1_800_000);
    expect(wait(60, at(24 * HOUR + 1))).toBeNull();
  });

  test("a day of fruitless asking is a few dozen tries, more than ten of them within the first hour", () => {
    let now = at(0);
    let tries = 0;
    let early = 0;
    for (let next = nextConfirmation(at(0), tries, now); next; next = nextConfirmation(at(0), tries, now)) {
      now = next;
      tries++;
      if (now.getTime() <= at(HOUR).getTime()) early++;
    }
    expect(early).toBeGreaterThan(10);
    expect(tries).toBeLessThan(80);
  });
});
