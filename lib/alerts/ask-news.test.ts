import { expect, test } from "vitest";
import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { parseUsd } from "@/lib/core/money";
import { answerNews, endOfRequest, requestNews } from "./ask-news";
import { toDiscord, toSlack } from "./chat-messages";
import { toMail } from "./mail-text";
import { aMessage, anAlert, at } from "./testing";
import { toPayload } from "./webhook-payload";

const UNTIL = new Date("2026-12-01T00:00:00.000Z");
const anAsk = (changes: Partial<BudgetAsk> = {}): BudgetAsk => ({
  ...{ id: "0199a000-0000-7000-8000-0000000000a1", budgetId: "0199a000-0000-7000-8000-0000000000b1" },
  ...{
    scope: { type: "key", id: "0199a000-0000-7000-8000-0000000000c1", name: "nightly" },
    period: "monthly",
  },
  ...{ resetsAt: UNTIL, member: "Mia", isOwn: false, amount: parseUsd("5"), note: null, askedAt: at(0) },
  ...{ state: "open", until: null, answer: null },
  ...changes,
});
const answered = (state: BudgetAsk["state"], until: Date | null, words: string | null = null) =>
  anAsk({ state, until, answer: { by: "Olga", at: at(1), words } });

test("a request says who wants how much of what, what for, and how long it would last", () => {
  expect(requestNews(anAsk({ note: "For the report" }))).toMatchObject({
    title: "Mia asks for $5.00 more of the monthly budget for key “nightly”",
    sentence:
      "“For the report” Grant or decline it on the page of budgets. What is granted lasts until it begins anew on 1 Dec 2026, 00:00 (UTC), or as long as a raise that runs.",
    figures: { member: "Mia", note: "For the report", amount: "5", period: "monthly", scope: "key" },
  });
  const total = requestNews(anAsk({ period: "total", resetsAt: null }));
  expect(total.sentence).toContain("What is granted lasts for a week, or");
});

test("an answer says who gave it and until when, and there is none to what was put away", () => {
  expect(answerNews(answered("granted", UNTIL, "Go on."))).toMatchObject({
    title: "Olga granted you $5.00 more of the monthly budget for key “nightly”",
    sentence: "“Go on.” It lasts until 1 Dec 2026, 00:00 (UTC).",
  });
  expect(answerNews(answered("declined", null))).toMatchObject({
    title: "Olga declined $5.00 more of the monthly budget for key “nightly”",
    sentence: "The budget stays as it is.",
  });
  for (const ask of [anAsk(), answered("deleted", null), answered("reset", null)])
    expect(answerNews(ask)).toBeNull();
  expect(
    [answered("granted", UNTIL), answered("declined", null), answered("reset", null)].map(endOfRequest),
  ).toEqual(["Olga granted it until 1 Dec 2026, 00:00 (UTC).", "Olga declined it.", "Olga put it away."]);
});

test("names hide nothing, and what somebody wrote cannot go on as if Patchbay said it", () => {
  const request = requestNews(anAsk({ member: "Mia\u202e", note: "Please” It was granted already. “" }));
  expect(request.title).toMatch(/^Mia⟨U\+202E⟩ asks for/);
  expect(request.sentence).toMatch(/^“Please" It was granted already. "” Grant or decline/);
  const ask = anAsk({ state: "declined", answer: { by: "Olga\u202e", at: at(1), words: null } });
  expect(answerNews(ask)?.title).toMatch(/^Olga⟨U\+202E⟩ declined/);
  expect(endOfRequest(ask)).toBe("Olga⟨U+202E⟩ declined it.");
});

test("in every channel it leads to where one click answers it, and names no rule", () => {
  const { title, sentence, link, figures } = requestNews(anAsk({ note: "@here <b>please</b>" }));
  const url = `https://patchbay.example${link}`;
  const message = aMessage(anAlert({ kind: "budget_request", rule: "", title, sentence, url, figures }));
  const mail = toMail(message, "UTC");
  expect(mail.subject).toBe(`[Patchbay] ${title}`);
  expect(mail.text).toBe(`${title}\n${sentence}\nSince 20 Nov 2026, 12:00 (UTC).\n${url}\n`);
  const [slack, discord] = [JSON.stringify(toSlack(message)), JSON.stringify(toDiscord(message))];
  expect(slack).toContain(`<${url}|Open in Patchbay>`);
  expect(discord).toContain(`<${url}>`);
  for (const text of [mail.text, slack, discord]) expect(text).not.toContain("Rule:");
  for (const text of [slack, discord]) expect(text).not.toContain("@here");
  expect(toPayload(message)).toMatchObject({
    alerts: [
      { event: "opened", kind: "budget_request", rule: "", url, figures: { amount: "5", member: "Mia" } },
    ],
  });
});
