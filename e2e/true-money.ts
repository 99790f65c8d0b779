import type { GenerationDetails } from "@/lib/ledger/api";
import { expect } from "./fixtures";
import { billOf, confirmed, readGeneration } from "./ledger";
import type { PatchbayProcess } from "./patchbay";
import type { SandboxProcess } from "./sandbox";

/** What the ledger must say of the money. */
export const MONEY = {
  /** Turned away: nothing ran and nothing is owed. */
  nothing: { cost: 0n, costState: "confirmed", hold: "released" },
  /** The upstream's own record says what is owed, be it nothing. */
  bill: { costState: "confirmed", hold: "booked" },
  /** It has an id to ask by and no record yet: asked again for a day, and held until then. */
  asking: { cost: null, costState: null, hold: null },
  /** Nobody can say what it cost, and there is no id to ask by: held for an hour. */
  unknowable: { cost: null, costState: null, hold: null },
} as const;

/** Holds what the ledger says of a generation against the bill of the sandbox. */
export async function expectTrueMoney(
  id: string,
  money: keyof typeof MONEY,
  patchbay: PatchbayProcess,
  sandbox: SandboxProcess,
): Promise<void> {
  const { hold, ...wanted } = MONEY[money];
  const found: GenerationDetails =
    money === "bill" ? await confirmed(patchbay, id) : await readGeneration(patchbay, id);
  const line = await billOf(sandbox, found.upstreamId);
  expect(found).toMatchObject(money === "bill" ? { ...wanted, cost: line?.cost } : wanted);
  expect(found.hold?.outcome).toBe(hold);
  if (money !== "bill") expect(line).toBeNull();
  const booked = found.entries.reduce<bigint>((sum, { amount }) => sum + amount, 0n);
  expect(found.entries.length === 0 ? null : booked).toBe(found.cost);
  if (money === "asking") expect(found.confirmAt).not.toBeNull();
}
