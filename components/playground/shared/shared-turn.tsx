"use client";

import { useSyncExternalStore } from "react";
import { Usd } from "@/components/ui/usd";
import type { SharedConversation } from "@/lib/conversations/share-api";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { AnswerText } from "../answer-text";
import { PlainText } from "../markdown/plain-text";
import { isDrawnImage } from "../markdown/safe-url";

type Message = SharedConversation["panes"][number]["messages"][number];

/** One message of a shared conversation. */
export function SharedTurn({ message, pane }: { message: Message; pane: string }) {
  const { role, content, images, toolCalls, model, cost } = message;
  if (role === "user") {
    return (
      <div className="flex justify-end py-3">
        <div className="max-w-[85%] rounded-box bg-hover px-3.5 py-2 text-base leading-6">
          <h3 className="sr-only">Question</h3>
          <p className="whitespace-pre-wrap wrap-anywhere">{revealHidden(content)}</p>
        </div>
      </div>
    );
  }
  if (role === "tool") return <Code label="Result of a tool" text={content} />;
  const name = revealHidden(model ?? pane);
  return (
    <article aria-label={`Answer of ${name}`} className="py-3">
      {name !== pane && <p className="mb-1.5 font-mono text-xs wrap-anywhere text-muted">{name}</p>}
      {content !== "" && <Words text={content} />}
      {images.filter(isDrawnImage).map((source, index) => (
        // biome-ignore lint/performance/noImgElement: the picture is data in itself, there is nothing to optimize
        <img
          // biome-ignore lint/suspicious/noArrayIndexKey: pictures are nothing but their place
          key={index}
          src={source}
          alt={`Drawn by ${name}`}
          className="mt-3 max-h-120 max-w-full rounded-box border border-line"
        />
      ))}
      {toolCalls.map((call, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls are nothing but their place
        <Code key={index} label="Call of a tool" text={`${call.name}(${call.arguments})`} />
      ))}
      {content === "" && images.length === 0 && toolCalls.length === 0 && (
        <p className="text-faint">There is no answer.</p>
      )}
      {cost !== null && (
        <p className="mt-2 text-xs text-muted">
          <Usd amount={cost} />
        </p>
      )}
    </article>
  );
}

/** Drawn in the browser only: what anybody wrote may not keep the server busy. */
function Words({ text }: { text: string }) {
  const awake = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  if (awake) return <AnswerText text={text} live={false} />;
  return (
    <div className="answer">
      <PlainText text={text} />
    </div>
  );
}

function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="my-2">
      <figcaption className="text-xs text-muted">{label}</figcaption>
      <pre className="mt-1 max-h-60 overflow-auto rounded-box bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
        {revealHidden(text)}
      </pre>
    </figure>
  );
}
