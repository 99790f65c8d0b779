"use client";

import { Suspense } from "react";
import { Markdown } from "./markdown/markdown-ahead";
import { PlainText } from "./markdown/plain-text";
import "./markdown/answer.css";

/** The words of an answer; plain for the moment that the rest is still on its way. */
export function AnswerText({ text, live }: { text: string; live: boolean }) {
  "use memo";
  return (
    <Suspense
      fallback={
        <div className="answer">
          <PlainText text={text} />
        </div>
      }
    >
      <Markdown text={text} live={live} />
    </Suspense>
  );
}
