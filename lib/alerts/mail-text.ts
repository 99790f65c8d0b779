import { momentIn } from "./judgement";
import { headOf, type Message, MOST_TOLD, moreOf, TEST_SENTENCE, type ToldAlert, titleOf } from "./message";

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
    ...[titleOf(alert), alert.sentence],
    `${whenOf(alert, timeZone)}${alert.rule === "" ? "" : ` Rule: ${alert.rule}.`}`,
    alert.url,
  ].join("\n");

const whenOf = ({ event, openedAt, resolvedAt }: ToldAlert, timeZone: string): string =>
  event === "over" && resolvedAt
    ? `From ${momentIn(openedAt, timeZone)} to ${momentIn(resolvedAt, timeZone)}.`
    : `Since ${momentIn(openedAt, timeZone)}.`;
