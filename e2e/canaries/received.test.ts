import { createTransport } from "nodemailer";
import { afterEach, expect, test } from "vitest";
import { Mailbox } from "../mailbox";
import { Receiver } from "../receiver";
import { mintSecret, noteMade, takeLeaks } from "./canaries";

const KEY = mintSecret();
noteMade("a key's secret", KEY);
const newLink = () => `https://patchbay.example/invite#${mintSecret().slice(0, 43)}`;

afterEach(() => void takeLeaks());

test("a letter may hold the link that it is written for, once, and nothing else", async () => {
  const mailbox = await Mailbox.open();
  const { SMTP_URL: url, SMTP_FROM: from } = mailbox.env;
  const foundIn = async (letter: { subject?: string; text: string; html?: string; headers?: object }) => {
    const { subject = "Welcome", headers = {}, ...words } = letter;
    await createTransport(url).sendMail({
      from,
      to: "mia@example.com",
      subject,
      ...words,
      headers: { ...headers },
    });
    return takeLeaks();
  };
  const link = newLink();
  expect(await foundIn({ text: `Join: ${link}\n` })).toEqual([]);
  expect(await foundIn({ text: `Join: ${link}\n` })).toEqual([]);
  expect(mailbox.linkTo("mia@example.com")).toBe(link);

  const leak = "(as it is) in the letter “Welcome”";
  expect(await foundIn({ text: `Join: ${link}\nOr: ${link}\n` })).toEqual([`a link's secret ${leak}`]);
  // It was another's.
  expect(await foundIn({ text: `Join: ${newLink()}\nNot: ${link}\n` })).toEqual([`a link's secret ${leak}`]);
  for (const text of [`${"long ".repeat(14)}${KEY}`, `ünïcode ${KEY}`])
    expect(await foundIn({ text })).toEqual([`a key's secret ${leak}`]);
  expect(await foundIn({ text: "Hi", html: `<p>${KEY}</p>` })).toEqual([`a key's secret ${leak}`]);
  expect(await foundIn({ text: "Hi", headers: { "x-hint": KEY } })).toEqual([`a key's secret ${leak}`]);
  expect(await foundIn({ text: "Hi", subject: `Your key ${KEY}` })).toHaveLength(1);
  await mailbox.close();
});

test("what a receiver is posted, alerts and traces alike, may hold nothing", async () => {
  const foundIn = async (body: string, headers: Record<string, string> = {}) => {
    const receiver = await Receiver.start();
    await fetch(receiver.url, { method: "POST", body, headers });
    await receiver.end();
    return takeLeaks().map((leak) => leak.replace(new URL(receiver.url).host, "the receiver"));
  };
  const leak = ["a key's secret (as it is) in what the receiver was sent"];
  expect(await foundIn('{"alert": "spend is unusual"}')).toEqual([]);
  expect(await foundIn(JSON.stringify({ spans: [{ name: `chat ${KEY}` }] }))).toEqual(leak);
  expect(await foundIn("{}", { authorization: `Bearer ${KEY}` })).toEqual(leak);
});
