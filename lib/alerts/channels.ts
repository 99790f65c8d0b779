/** Where alerts can be sent. `in_app` always exists, once. */
export const CHANNEL_KINDS = ["in_app", "email", "slack", "discord", "webhook"] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Whether alerts are gathered, and for how long. A day's are sent at nine in the morning. */
export const DIGESTS = ["off", "hourly", "daily"] as const;
export type Digest = (typeof DIGESTS)[number];

/** The hour of a day's digest, in the channel's time zone. */
export const DIGEST_HOUR = 9;

export const ALERT_STATES = ["firing", "resolved"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What of an alert is told: that it began, or that it is over. */
export const ALERT_EVENTS = ["opened", "over"] as const;
export type AlertEvent = (typeof ALERT_EVENTS)[number];

/** To be sent, sent, given up, or kept back by quiet hours or until the digest. */
export const DELIVERY_STATES = ["pending", "held", "sent", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
