import type { Conversation, Message } from "./api";

/** An answer among those that can be compared. */
export type ListedAnswer = { id: string; label: string; text: string };

/** A question with all answers to it, in all panes and all versions. */
export type AnsweredQuestion = { id: string; question: string; answers: ListedAnswer[] };

type Pane = Conversation["panes"][number];

/**
 * All questions that have answers, the newest first. Answers on the branches that are shown come before the others;
 * what was copied from another pane is listed once.
 */
export function answeredQuestions({ panes }: Pick<Conversation, "panes">, shown: ReadonlySet<string>) {
  const groups = new Map<
    string,
    { at: Date; question: string; answers: (ListedAnswer & { shown: boolean })[] }
  >();
  const seen = new Set<string>();
  const labels = labelsOf(panes);
  for (const [index, pane] of panes.entries())
    for (const message of pane.messages) {
      if (message.role !== "assistant" || message.content === "") continue;
      const origin = message.generation?.id ?? message.id;
      if (seen.has(origin)) continue;
      seen.add(origin);
      const question = pane.messages.find(({ id }) => id === message.parentId);
      const key = message.turnId ?? message.parentId ?? message.id;
      const group = groups.get(key) ?? {
        at: message.createdAt,
        question: question?.content ?? "",
        answers: [],
      };
      groups.set(key, group);
      group.answers.push({
        id: message.id,
        label: `${labels[index]}${modelOf(pane, message)}${versionOf(message)}`,
        text: message.content,
        shown: shown.has(message.id),
      });
    }
  return [...groups]
    .toSorted(([, one], [, other]) => other.at.getTime() - one.at.getTime())
    .map(
      ([id, { question, answers }]): AnsweredQuestion => ({
        id,
        question,
        answers: answers
          .toSorted((one, other) => Number(other.shown) - Number(one.shown))
          .map(({ shown: _shown, ...answer }) => answer),
      }),
    );
}

/** What panes are called: their aliases while nobody is to know, else their models, numbered where two are alike. */
function labelsOf(panes: readonly Pane[]): string[] {
  return panes.map(({ alias, model }, index) => {
    if (alias !== null) return alias;
    const before = panes.slice(0, index).filter((pane) => pane.model === model).length;
    return before === 0 ? model : `${model} (${before + 1})`;
  });
}

/** Named where another model gave the answer than the pane asks now. */
function modelOf({ alias, model }: Pane, { generation }: Message): string {
  const asked = generation?.models[0];
  return alias !== null || asked === undefined || asked === model ? "" : ` · ${asked}`;
}

function versionOf({ id, siblings }: Message): string {
  return siblings.length < 2 ? "" : ` · version ${siblings.indexOf(id) + 1}`;
}
