import { describe, expect, test } from "vitest";
import { toDiscord, toSlack } from "./chat-messages";
import { toMail } from "./mail-text";
import { maskAddress } from "./mask-address";
import type { Message } from "./message";
import { aMessage, anAlert, at } from "./testing";
import { toPayload } from "./webhook-payload";

const HOSTILE = "key “<!channel> <@U1> @everyone <tel:1|click> [click](tel:1) *b* _i_ `c` & \u202e”";
const hostile = () => aMessage(anAlert({ title: HOSTILE, sentence: HOSTILE, rule: HOSTILE }));
const TEST: Message = { id: "1", type: "test", at: at(0), alerts: [] };

describe("Slack", () => {
  test("what people chose is plain text that calls nobody; the only links are ours", () => {
    const body = toSlack(hostile()) as { text: string; blocks: unknown[]; parse: string };
    const texts: { type: string; text: string }[] = [];
    const walk = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      if ("type" in value && "text" in value && typeof value.text === "string")
        texts.push(value as { type: string; text: string });
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(body.blocks);
    const marked = texts.filter(({ type }) => type !== "plain_text");
    expect(marked.map(({ text }) => text)).toEqual(["<https://patchbay.example/budgets|Open in Patchbay>"]);
    for (const { text } of texts.filter(({ type }) => type === "plain_text")) {
      expect(text).not.toMatch(/@(everyone|channel|U1)/);
    }
    expect(body.text).not.toMatch(/[<>]|@e/);
    expect(body).toMatchObject({ parse: "none", link_names: false, unfurl_links: false });
  });

  test("many alerts fit into one message, and it says how many are left out", () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      anAlert({ title: `${index} ${"x".repeat(4_000)}` }),
    );
    const { blocks, text } = toSlack(aMessage(...many)) as { blocks: object[]; text: string };
    expect(text).toBe("60 alerts");
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks.at(-1))).toContain("And 40 more.");
    for (const block of blocks) expect(JSON.stringify(block).length).toBeLessThan(3_500);
  });
});

describe("Discord", () => {
  const contentOf = (message: Message) => (toDiscord(message) as { content: string }).content;

  test("calls nobody, and every mark that people chose is only the character", () => {
    const body = toDiscord(hostile());
    expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    const content = contentOf(hostile());
    const ours = content.replaceAll("<https://patchbay.example/budgets>", "").replaceAll("**", "");
    expect(ours).not.toMatch(/(?<!\\)[<>[\]()*_`]|@everyone/);
    expect(content).toContain("<https://patchbay.example/budgets>");
  });

  test("is never longer than Discord takes, and never cut within an escape", () => {
    const many = Array.from({ length: 30 }, () =>
      anAlert({ title: "*".repeat(300), sentence: "_".repeat(900) }),
    );
    const content = contentOf(aMessage(...many));
    expect(content.length).toBeLessThanOrEqual(2_000);
    expect(content).toMatch(/…$/);
    expect(content.replaceAll(/\\./g, "").replaceAll("**", "")).not.toMatch(/[*_\\]/);
  });
});

test("an e-mail is plain text with the whole address, and tells the time in the channel's zone", () => {
  const { subject, text } = toMail(
    aMessage(anAlert({ resolvedAt: at(1), state: "resolved" })),
    "Europe/Berlin",
  );
  expect(subject).toBe("[Patchbay] 80 % of the monthly budget for the workspace is spent (over by now)");
  expect(text.split("\n")).toEqual([
    "80 % of the monthly budget for the workspace is spent (over by now)",
    "$80.00 of $100.00 are spent.",
    "Since 20 Nov 2026, 13:00 (Europe/Berlin). Rule: Budget reached.",
    "https://patchbay.example/budgets",
    "",
  ]);
  const over = anAlert({ event: "over", state: "resolved", resolvedAt: at(60_000), sentence: "It is not." });
  expect(toMail(aMessage(over), "UTC")).toEqual({
    subject: "[Patchbay] Over: 80 % of the monthly budget for the workspace is spent",
    text: [
      "Over: 80 % of the monthly budget for the workspace is spent",
      "It is not.",
      "From 20 Nov 2026, 12:00 (UTC) to 20 Nov 2026, 12:01 (UTC). Rule: Budget reached.",
      "https://patchbay.example/budgets\n",
    ].join("\n"),
  });
  expect(toMail(aMessage(anAlert(), anAlert()), "UTC").subject).toBe("[Patchbay] 2 alerts");
});

test("a test says that it is one, everywhere", () => {
  for (const body of [toSlack(TEST), toDiscord(TEST), toMail(TEST, "UTC"), toPayload(TEST)])
    expect(JSON.stringify(body)).toMatch(/test/i);
});

test("a payload has a version, the message's id, and amounts as text", () => {
  expect(toPayload(aMessage(anAlert()))).toEqual({
    version: 1,
    id: "0199a000-0000-7000-8000-0000000000bb",
    type: "alert",
    at: "2026-11-20T12:00:00.000Z",
    alerts: [
      {
        ...anAlert(),
        openedAt: "2026-11-20T12:00:00.000Z",
        resolvedAt: null,
      },
    ],
  });
});

test("of an address no more is shown than where it leads and how it ends", () => {
  expect(maskAddress("https://hooks.slack.com/services/T000/B000/abcdefghijklmnop")).toBe(
    "https://hooks.slack.com/…mnop",
  );
  expect(maskAddress("https://hook.example/short")).toBe("https://hook.example/…");
  expect(maskAddress("https://user:secret@hook.example/?token=abcdefghijklmnopqrst")).toBe(
    "https://hook.example/…qrst",
  );
  expect(maskAddress("nonsense")).toBe("…");
});
