import "server-only";
import { inArray } from "drizzle-orm";
import { parseUsd, parseUsdOrNull, type Usd, ZERO } from "@/lib/core/money";
import type { Db } from "@/lib/db/client.server";
import { setting } from "@/lib/db/schema/team";
import { PURCHASE_FEES, type PurchaseFee } from "./spend-settings";

export type SpendSettings = {
  /** How the workspace pays for credits, and how many it buys at once. */
  purchaseFee: PurchaseFee;
  topUp: Usd;
  /** Whether a request that only free models could answer is refused when their quota is used up. */
  freeModelGuard: boolean;
};

const DEFAULT_TOP_UP = parseUsd("100");

/** What holds for the workspace; what was never said, or makes no sense, is as if it had not been changed. */
export async function readSpendSettings(db: Db): Promise<SpendSettings> {
  const names = ["purchaseFee", "topUp", "freeModelGuard"];
  const rows = await db.select().from(setting).where(inArray(setting.name, names));
  const said = (name: string) => rows.find((row) => row.name === name)?.value;
  const topUp = parseUsdOrNull(said("topUp"));
  return {
    purchaseFee: PURCHASE_FEES.find((kind) => kind === said("purchaseFee")) ?? "none",
    topUp: topUp !== null && topUp > ZERO ? topUp : DEFAULT_TOP_UP,
    freeModelGuard: said("freeModelGuard") !== false,
  };
}
