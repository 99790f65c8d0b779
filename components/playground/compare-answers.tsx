"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { QueryPanel } from "@/components/ui/query-panel";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { type AnsweredQuestion, answeredQuestions } from "@/lib/conversations/answers";
import type { Conversation } from "@/lib/conversations/api";
import { AnswerDiff } from "./answer-diff";
import { versionsQuery } from "./vote-queries";

type Props = { conversation: Conversation; onClose: () => void };

/** Two answers of a conversation, chosen among all that were ever given in it, and how they differ. */
export default function CompareAnswers({ conversation, onClose }: Props) {
  "use memo";
  const query = useQuery(versionsQuery(conversation.id));
  const shown = new Set(conversation.panes.flatMap(({ messages }) => messages.map(({ id }) => id)));
  return (
    <Dialog label="Compare answers" onClose={onClose} className="w-[min(100%-16px,72rem)]!">
      <div className="flex max-h-[calc(100dvh-32px)] flex-col">
        <div className="flex items-center justify-between py-2 pr-2 pl-5">
          <h2 className="text-base font-medium">Compare answers</h2>
          <IconButton label="Close" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        <QueryPanel query={query} skeleton={<SkeletonRows className="px-5 pb-5" />} gutter="mx-5">
          {(file) => <Chosen questions={answeredQuestions(file, shown)} />}
        </QueryPanel>
      </div>
    </Dialog>
  );
}

function Chosen({ questions }: { questions: AnsweredQuestion[] }) {
  "use memo";
  const all = questions.flatMap(({ answers }) => answers);
  const first = questions.find(({ answers }) => answers.length > 1)?.answers ?? all;
  const [ids, setIds] = useState<readonly [string, string]>([first[0]?.id ?? "", first[1]?.id ?? ""]);
  const [left, right] = ids.map((id) => all.find((answer) => answer.id === id));
  if (!left || !right) return <p className="px-5 pb-5 text-muted">There are no two answers to compare.</p>;
  return (
    <>
      <div className="flex items-center gap-2 border-b border-line px-5 pb-3 max-sm:flex-col max-sm:items-stretch">
        <Choice
          label="First answer"
          id={left.id}
          questions={questions}
          onChoose={(id) => setIds([id, right.id])}
        />
        <span className="text-xs text-muted">and</span>
        <Choice
          label="Second answer"
          id={right.id}
          questions={questions}
          onChoose={(id) => setIds([left.id, id])}
        />
      </div>
      <AnswerDiff key={`${left.id} ${right.id}`} left={left} right={right} />
    </>
  );
}

type ChoiceProps = {
  label: string;
  id: string;
  questions: readonly AnsweredQuestion[];
  onChoose: (id: string) => void;
};

function Choice({ label, id, questions, onChoose }: ChoiceProps) {
  "use memo";
  return (
    <Select
      label={label}
      value={id}
      onChange={({ target }) => onChoose(target.value)}
      className="min-w-0 flex-1 [&_select]:truncate"
    >
      {questions.map(({ id: key, question, answers }) => (
        <optgroup key={key} label={question.length > LONG ? `${question.slice(0, LONG)}…` : question}>
          {answers.map((answer) => (
            <option key={answer.id} value={answer.id}>
              {answer.label}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}

/** Characters of a question that tell it from others. */
const LONG = 60;
