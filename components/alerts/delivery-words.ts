import type { Tone } from "@/components/ui/badge";
import type { AlertDelivery } from "@/lib/alerts/alerts-api";
import type { ChannelKind, DeliveryState, Digest } from "@/lib/alerts/channels";

export const CHANNEL_LABELS: Record<ChannelKind, string> = {
  in_app: "In the app",
  email: "E-mail",
  slack: "Slack",
  discord: "Discord",
  webhook: "Webhook",
};

export const DIGEST_LABELS: Record<Digest, string> = {
  off: "At once",
  hourly: "Every hour",
  daily: "Every day",
};

export const STATE_LABELS: Record<DeliveryState, string> = {
  pending: "To be sent",
  held: "Held back",
  sent: "Sent",
  failed: "Failed",
};

export const STATE_TONES: Record<DeliveryState, Tone> = {
  pending: "neutral",
  held: "neutral",
  sent: "ok",
  failed: "danger",
};

/** What a message tells of an alert; without one it is a test. */
export const toldTitle = ({ alert, event }: Pick<AlertDelivery, "alert" | "event">): string =>
  alert === null ? "A test" : event === "over" ? `Over: ${alert.title}` : alert.title;

type Shown = Pick<AlertDelivery, "state" | "attempts" | "heldBy">;

/** How a message stands, in a word or two. */
export function deliveryWords({ state, attempts, heldBy }: Shown): string {
  if (state === "pending" && attempts > 0) return "Tried again soon";
  if (state === "held") return heldBy === "digest" ? "Waits for the digest" : "Waits for quiet hours to end";
  return STATE_LABELS[state];
}

/** A message that was tried in vain is not merely on its way. */
export const deliveryTone = ({ state, attempts }: Pick<Shown, "state" | "attempts">): Tone =>
  state === "pending" && attempts > 0 ? "warn" : STATE_TONES[state];

const PAGES: Record<string, string> = {
  budgets: "Budgets",
  configuration: "Configuration",
  generations: "Generations",
  models: "Models",
  routes: "Routes",
  spend: "Spend",
};

/** What the page is called to which an alert leads. */
export function pageName(link: string): string {
  if (link.startsWith("/models/changes")) return "Price watch";
  if (link.startsWith("/spend/reconciliation")) return "Reconciliation";
  return PAGES[/^\/([a-z]+)/.exec(link)?.[1] ?? ""] ?? "its page";
}
