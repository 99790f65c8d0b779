import { parseAsString, parseAsStringLiteral } from "nuqs";
import { DELIVERY_STATES } from "@/lib/alerts/channels";

export const ALERT_VIEWS = ["alerts", "rules", "channels", "deliveries"] as const;
export type AlertView = (typeof ALERT_VIEWS)[number];

/** What the page shows, and which deliveries, in the address. */
export const alertParams = {
  view: parseAsStringLiteral(ALERT_VIEWS).withDefault("alerts"),
  /** The id of a channel. */
  channel: parseAsString,
  state: parseAsStringLiteral(DELIVERY_STATES),
};
