import { headOf, type Message, MOST_TOLD, moreOf, TEST_SENTENCE, type ToldAlert, titleOf } from "./message";

// Names and tags are chosen by whoever makes a key. What they hold must not call people; it leads nowhere already.

/** Takes what would call somebody. */
const defuse = (text: string): string => text.replaceAll("@", "@\u200b");

/** Slack reads these three, and nothing else, as its own. */
export const escapeSlack = (text: string): string =>
  defuse(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Every mark of Discord's becomes the character itself. */
export const escapeDiscord = (text: string): string =>
  defuse(text).replaceAll(/[\\`*_~|>#<[\]()\-:!.]/g, "\\$&");

/** Longer texts are refused. */
const SLACK_TEXT = 2_900;
const SLACK_HEAD = 150;
const DISCORD_CONTENT = 2_000;

const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
};

const plain = (text: string) => ({ type: "plain_text", text: cut(text, SLACK_TEXT), emoji: false });

/** The body of a post to a Slack webhook: all that people chose is plain text, and the only links are ours. */
export function toSlack(message: Message): object {
  const head = headOf(message);
  const body =
    message.type === "test" ? [section(TEST_SENTENCE)] : message.alerts.slice(0, MOST_TOLD).flatMap(told);
  const more = moreOf(message);
  return {
    // Shown in notifications.
    text: escapeSlack(cut(head, SLACK_TEXT)),
    ...{ parse: "none", link_names: false, unfurl_links: false, unfurl_media: false },
    blocks: [
      { type: "header", text: { ...plain(cut(defuse(head), SLACK_HEAD)) } },
      ...body,
      ...(more ? [section(more)] : []),
    ],
  };
}

const section = (text: string) => ({ type: "section", text: plain(defuse(text)) });

const told = (alert: ToldAlert) => [
  section(`${titleOf(alert)}\n${alert.sentence}`),
  {
    type: "context",
    elements: [
      { type: "mrkdwn", verbatim: true, text: `<${escapeLink(alert.url)}|Open in Patchbay>` },
      ...(alert.rule === "" ? [] : [plain(defuse(cut(`Rule: ${alert.rule}`, SLACK_HEAD)))]),
    ],
  },
];

/** Addresses are made by us, of parts that are encoded already. */
const escapeLink = (url: string): string =>
  url.replaceAll("&", "&amp;").replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll("|", "%7C");

/** The body of a post to a Discord webhook; nobody is called, whatever it says. */
export function toDiscord(message: Message): object {
  const lines =
    message.type === "test"
      ? [`**${escapeDiscord(headOf(message))}**`, TEST_SENTENCE]
      : message.alerts
          .slice(0, MOST_TOLD)
          .flatMap((alert) => [
            `**${escapeDiscord(cut(titleOf(alert), 200))}**`,
            escapeDiscord(cut(alert.sentence, 600)),
            `<${alert.url}>`,
          ]);
  // Whole alerts only: half of a line could be half of an escape.
  let content = "";
  let left = 0;
  for (const line of lines) {
    if (left === 0 && content.length + line.length + 1 <= DISCORD_CONTENT - 20) content += `${line}\n`;
    else left += 1;
  }
  return {
    content: left === 0 ? content : `${content}…`,
    allowed_mentions: { parse: [] },
    // Without previews of what it links to.
    flags: 4,
  };
}
