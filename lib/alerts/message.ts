import type { AlertState, ChannelKind } from "./channels";
import type { Figures } from "./judgement";
import type { RuleKind } from "./rules";

/** An alert as it is told to somebody outside. */
export type ToldAlert = {
  id: string;
  kind: RuleKind;
  rule: string;
  state: AlertState;
  isUrgent: boolean;
  title: string;
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
  return type === "alert" ? first.title : `${alerts.length} alerts`;
}

export const TEST_SENTENCE = "If you can read this, alerts arrive here.";

/** What is said below a list that was cut. */
export const moreOf = ({ alerts }: Message): string | null =>
  alerts.length > MOST_TOLD ? `And ${alerts.length - MOST_TOLD} more.` : null;

/** Over by now, which a message that was held says. */
export const stateOf = ({ state }: ToldAlert): string => (state === "resolved" ? " (over by now)" : "");
