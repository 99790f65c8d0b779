import { momentIn } from "./judgement";
import { headOf, type Message, MOST_TOLD, moreOf, stateOf, TEST_SENTENCE, type ToldAlert } from "./message";

/** A message as an e-mail in plain text. */
export function toMail(message: Message, timeZone: string): { subject: string; text: string } {
  const subject = `[Patchbay] ${headOf(message)}`;
  if (message.type === "test") return { subject, text: `${TEST_SENTENCE}\n` };
  const told = message.alerts.slice(0, MOST_TOLD).map((alert) => paragraph(alert, timeZone));
  const more = moreOf(message);
  return { subject, text: `${[...told, ...(more ? [more] : [])].join("\n\n")}\n` };
}

const paragraph = (alert: ToldAlert, timeZone: string): string =>
  [
    `${alert.title}${stateOf(alert)}`,
    alert.sentence,
    `Since ${momentIn(alert.openedAt, timeZone)}. Rule: ${alert.rule}.`,
    alert.url,
  ].join("\n");
