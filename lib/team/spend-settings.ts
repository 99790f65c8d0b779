/** How credits are paid for; `none` leaves the purchase out of account. */
export const PURCHASE_FEES = ["none", "card", "crypto"] as const;
export type PurchaseFee = (typeof PURCHASE_FEES)[number];
