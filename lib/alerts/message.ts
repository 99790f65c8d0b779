import type { AlertEvent, AlertState, ChannelKind } from "./channels";
import type { Figures } from "./judgement";
import type { AlertKind } from "./rules";

/** An alert as it is told to somebody outside; nothing that people wrote leads anywhere in it. */
export type ToldAlert = {
  id: string;
  /** What is told of it. */
  event: AlertEvent;
  kind: AlertKind;
  /** By its name; empty where no rule found it. */
  rule: string;
  state: AlertState;
  isUrgent: boolean;
  title: string;
  /** How it stood when it began, or when it was over. */
  sentence: string;
  /** The whole address at which it can be looked at. */
  url: string;
  figures: Figures;
  openedAt: Date;
  resolvedAt: Date | null;
};

/** What goes out in one piece. Sent again, it has the same id. */
export type Message = {
  id: string;
  type: "alert" | "digest" | "test";
  at: Date;
  alerts: ToldAlert[];
};

/** A channel as far as sending goes. */
export type Target = {
  kind: ChannelKind;
  addresses: readonly string[];
  address: string | null;
  secret: string | null;
  timeZone: string;
};

/** How many alerts of a message are told in full. */
export const MOST_TOLD = 20;

/** What a message is called: its alert, or how many it has. */
export function headOf({ type, alerts }: Message): string {
  const [first] = alerts;
  if (type === "test" || !first) return "A test from Patchbay";
  return type === "alert" ? titleOf(first) : `${alerts.length} alerts`;
}

export const TEST_SENTENCE = "If you can read this, alerts arrive here.";

/** What is said below a list that was cut. */
export const moreOf = ({ alerts }: Message): string | null =>
  alerts.length > MOST_TOLD ? `And ${alerts.length - MOST_TOLD} more.` : null;

/** What an alert is called in a message: what is over says so, also where that it began was held until then. */
export function titleOf({ event, state, title }: ToldAlert): string {
  if (event === "over") return `Over: ${title}`;
  return state === "resolved" ? `${title} (over by now)` : title;
}
