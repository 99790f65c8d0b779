import { customType, timestamp } from "drizzle-orm/pg-core";
import { formatDecimal, parseUsd, type Usd } from "@/lib/core/money";

/** Dollars, exact to the picodollar; both engines hand numerics over as text. */
export const usd = customType<{ data: Usd; driverData: string }>({
  dataType: () => "numeric(20, 12)",
  fromDriver: (text) => parseUsd(text),
  toDriver: (amount) => formatDecimal(amount),
});

/** An instant to the millisecond, which is what a JavaScript date can hold. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: "date" });

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
