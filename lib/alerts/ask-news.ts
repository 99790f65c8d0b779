import type { BudgetAsk } from "@/lib/budgets/asks-api";
import { formatUsd } from "@/lib/core/format";
import { formatDecimal } from "@/lib/core/money";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { nameOf } from "./judge-budgets";
import { type Figures, momentIn } from "./judgement";

/** What of a request for more is told, as an alert keeps it. */
export type AskNews = { subject: string; title: string; sentence: string; link: string; figures: Figures };

/** By it a request is known again. */
export const requestSubject = (askId: string): string => `request:${askId}`;
export const answerSubject = (askId: string): string => `answer:${askId}`;

/** Requests stand on top of this page, each with a button that grants it. */
const LINK = "/budgets";

/** For those who may answer. What somebody wrote stands in quotes that it does not end, and nothing is hidden in words or names. */
export function requestNews(ask: BudgetAsk): AskNews {
  const { id, member, amount, note, resetsAt } = ask;
  const until = resetsAt === null ? "for a week" : `until it begins anew on ${momentIn(resetsAt, "UTC")}`;
  return {
    subject: requestSubject(id),
    title: revealHidden(`${member} asks for ${formatUsd(amount)} more of the ${nameOf(ask)}`),
    sentence: `${quoted(note)}Grant or decline it on the page of budgets. What is granted lasts ${until}, or as long as a raise that runs.`,
    link: LINK,
    figures: { ...figuresOf(ask), member, note },
  };
}

/** For who asked; null while nobody answered, and where the request was only put away. */
export function answerNews(ask: BudgetAsk): AskNews | null {
  const { id, state, amount, answer, until } = ask;
  if (answer === null || (until === null && state !== "declined")) return null;
  const more = `${formatUsd(amount)} more of the ${nameOf(ask)}`;
  const news =
    until === null
      ? { title: `${answer.by} declined ${more}`, sentence: "The budget stays as it is." }
      : { title: `${answer.by} granted you ${more}`, sentence: `It lasts until ${momentIn(until, "UTC")}.` };
  return {
    subject: answerSubject(id),
    title: revealHidden(news.title),
    sentence: `${quoted(answer.words)}${news.sentence}`,
    link: LINK,
    figures: { ...figuresOf(ask), until: until?.toISOString() ?? null },
  };
}

/** Of a request that somebody let go of by asking anew. */
export const LAPSED = "Nobody answered before the budget began anew.";

/** How a request stands that waits no longer, for those who were told of it. */
export function endOfRequest({ answer, until, state }: BudgetAsk): string {
  if (answer === null) return LAPSED;
  const by = revealHidden(answer.by);
  if (until !== null) return `${by} granted it until ${momentIn(until, "UTC")}.`;
  return state === "declined" ? `${by} declined it.` : `${by} put it away.`;
}

const quoted = (words: string | null): string =>
  words === null ? "" : `“${revealHidden(words).replaceAll(/[“”]/g, '"')}” `;

const figuresOf = ({ id, budgetId, scope, period, amount }: BudgetAsk): Figures => ({
  ...{ request: id, budget: budgetId, scope: scope.type, period, amount: formatDecimal(amount) },
});
