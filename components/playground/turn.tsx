"use client";

import { memo } from "react";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Message } from "@/lib/conversations/api";
import { Answer, answerLabel } from "./answer";
import { AnswerTools } from "./answer-tools";
import type { ConversationStream } from "./conversation-stream";
import { FarMessage } from "./far-message";
import { WhenNear } from "./near";
import { Question } from "./question";
import type { Marks } from "./row-marks";
import { ToolResult } from "./tool-result";
import type { TurnActions } from "./turn-actions";

type Props = Marks & {
  message: Message;
  /** Drawn in full from the beginning. */
  near: boolean;
  /** The tool that this is the result of; null of anything else. */
  called: string | null;
  /** It ends its branch, and nothing is on its way. */
  last: boolean;
  busy: boolean;
  /** Voted the best of its row. */
  best: boolean;
  /** Of its pane. */
  alias: string | null;
  model: string;
  row: CatalogModel | null;
  stream: ConversationStream | null;
  actions: TurnActions;
};

type FarProps = Pick<Props, "message" | "called" | "alias" | "model">;

/** The words of a message that is far from what is in view. */
export const FarTurn = memo(function FarTurn({ message, called, alias, model }: FarProps) {
  const { role, content, generation } = message;
  const isAnswer = called === null && role !== "user";
  const label = isAnswer ? answerLabel(alias ?? generation?.models[0] ?? model) : null;
  return <FarMessage label={label} text={content} />;
});

/** One message of a pane, drawn anew only when something of it has changed. */
export const Turn = memo(function Turn(props: Props) {
  const { message, called, alias, model, near, busy, actions } = props;
  const { role, content } = message;
  const far = () => <FarTurn {...{ message, called, alias, model }} />;
  if (called !== null) return <ToolResult name={called} text={content} />;
  if (role === "user") {
    return (
      <WhenNear near={near} far={far}>
        {() => <Question text={content} message={message} busy={busy} actions={actions} />}
      </WhenNear>
    );
  }
  return (
    <WhenNear near={near} far={far}>
      {() => <TurnAnswer {...props} />}
    </WhenNear>
  );
});

function TurnAnswer({ message, last, busy, alias, actions, ...shown }: Props) {
  const { id, toolCalls } = message;
  return (
    <Answer
      message={message}
      alias={alias}
      model={shown.model}
      best={shown.best}
      row={shown.row}
      stream={shown.stream}
      fastest={shown.fastest}
      cheapest={shown.cheapest}
      onRetry={last ? () => actions.regenerate(id) : null}
      onSwitchModel={last && alias === null ? () => actions.switchModel(id) : null}
      onResults={last && toolCalls.length > 0 ? actions.answerTools : null}
      tools={<AnswerTools message={message} busy={busy} blind={alias !== null} actions={actions} />}
    />
  );
}
